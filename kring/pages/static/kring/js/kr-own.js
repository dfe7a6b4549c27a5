/* What I gave and what came out of it, as the server keeps it: asked as my voice (alone) and as my seat. */

import { draftOf, fill, says } from "./forms.js"
import { fragment, morph } from "./kr-live.js"
import { names, read, write } from "./store.js"

const mine = async (activity) => {
  const paper = read(`paper:${activity}`)
  const where = `/api/v1/activities/${activity}/mine`
  const headers = { "Accept-Language": document.documentElement.lang }
  const asks = [fetch(where, { cache: "no-store", headers })]
  if (paper?.taken) {
    const voice = { ...headers, Authorization: `Voice ${paper.token}` }
    asks.push(fetch(where, { cache: "no-store", credentials: "omit", headers: voice }))
  }
  const all = await Promise.all(asks.map((ask) => ask.then((answer) => answer.ok ? answer.json() : null).catch(() => null)))
  return all.some(Boolean) ? all.filter(Boolean) : null
}

/* <kr-own activity="…" stamp="…">: what is mine, fetched again after I said something, and whenever the stamp
   changes; until the answer is there, it shows what it showed before. A form that somebody is in stays as it is. */

const last = new Map()

customElements.define("kr-own", class extends HTMLElement {
  static observedAttributes = ["stamp"]

  /* Everybody gets the new stamp at once; not everybody has to ask in the same moment. */
  attributeChangedCallback(name, before) {
    if (before !== null && this.isConnected) this.soon(Math.random() * 600)
  }

  connectedCallback() {
    document.addEventListener("kr:sent", this.sent)
    document.addEventListener("kr:paper", this.sent)
    this.place = `${this.getAttribute("activity")}/${this.closest(".ours")?.dataset.step}`
    const before = last.get(this.place)
    if (before && !this.innerHTML) this.innerHTML = this.html = before
    this.fetch()
  }

  disconnectedCallback() {
    clearTimeout(this.later)
    document.removeEventListener("kr:sent", this.sent)
    document.removeEventListener("kr:paper", this.sent)
  }

  sent = () => this.soon(150)

  soon(wait) {
    clearTimeout(this.later)
    this.later = setTimeout(() => this.fetch(), wait)
  }

  async fetch() {
    const found = await mine(this.getAttribute("activity"))
    if (!found || !this.isConnected) return
    const html = found.map((one) => one.own).join("")
    const held = this.contains(document.activeElement)
    if (html === this.html) return
    // A button that was pressed may go; a field in which somebody is stays.
    if (held && !document.activeElement.matches("input, textarea, select")) document.activeElement.blur()
    this.html = html
    morph(this, fragment(html))
    last.set(this.place, html)
    // Whoever uses the keyboard stays at this place.
    if (held && document.activeElement === document.body) {
      this.tabIndex = -1
      this.focus({ preventScroll: true })
    }
    this.dispatchEvent(new CustomEvent("kr:ours", { bubbles: true }))
  }
})

/* On a device that is new to this seat, show what was answered elsewhere. */
const restore = async () => {
  const activity = document.querySelector(".ours")?.dataset.activity
  if (!activity || !says().some((form) => !read(draftOf(form)))) return
  const waiting = new Set(names("out:").map((name) => read(name)).map((item) => `${item.kind}/${item.key}`))
  for (const { answers } of (await mine(activity)) ?? []) {
    for (const { kind, key, payload } of answers) {
      if (!waiting.has(`${kind}/${key}`)) write(`said:${activity}/${kind}/${key}`, payload)
    }
  }
  fill()
}

document.addEventListener("kr:ours", ({ detail }) => { if (detail?.stepped) restore() })
document.addEventListener("kr:paper", restore)
if (!document.querySelector("kr-paper")) restore()
