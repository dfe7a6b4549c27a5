/* What I gave in this activity, as the server keeps it: asked as my voice (alone) and as my seat. */

import { draftOf, says } from "./forms.js"
import { names, read, write } from "./store.js"

export const mine = async (activity) => {
  const paper = read(`paper:${activity}`)
  const where = `/api/v1/activities/${activity}/mine`
  const asks = [fetch(where, { cache: "no-store" })]
  if (paper?.taken) {
    asks.push(fetch(where, { cache: "no-store", credentials: "omit", headers: { Authorization: `Voice ${paper.token}` } }))
  }
  const all = await Promise.all(asks.map((ask) => ask.then((answer) => answer.ok ? answer.json() : null).catch(() => null)))
  return all.some(Boolean) ? all.filter(Boolean) : null
}

/* On a device that is new to this seat, show what was answered elsewhere. */
const restore = async () => {
  const activity = document.querySelector("[data-activity]")?.dataset.activity
  if (!activity || !says().some((form) => !read(draftOf(form)))) return
  const waiting = new Set(names("out:").map((name) => read(name)).map((item) => `${item.kind}/${item.key}`))
  for (const { answers } of (await mine(activity)) ?? []) {
    for (const { kind, key, payload } of answers) {
      if (!waiting.has(`${kind}/${key}`)) write(`said:${activity}/${kind}/${key}`, payload)
    }
  }
  document.dispatchEvent(new CustomEvent("kr:mine"))
}

document.addEventListener("kr:ours", ({ detail }) => { if (detail?.stepped) restore() })
document.addEventListener("kr:paper", restore)
restore()
