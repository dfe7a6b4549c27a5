/* What I gave and what came out of it, as the server keeps it: asked as my voice (alone) and as my seat. */

import { draftOf, fill, says } from "./forms.js"
import { back, fragment, morph } from "./kr-live.js"
import { names, read, write } from "./store.js"

const owns = new Set(), last = new Map()
let timer, due = Infinity, at = 0, asked = 0, told = 0, wanted = false

/* Whoever wants to know waits for the same answer. The nearest moment counts, for an answer holds all there is. */
const soon = (wait) => {
  const then = performance.now() + wait
  if (then >= due) return
  clearTimeout(timer)
  due = then
  timer = setTimeout(ask, wait)
}

const ask = async () => {
  due = Infinity
  at = performance.now()
  const activity = document.querySelector(".ours")?.dataset.activity
  const turn = ++asked
  const found = activity && await mine(activity)
  if (!found?.length || turn < told) return
  told = turn
  if (wanted) restore(activity, found)
  for (const own of owns) own.show(found.map((one) => one.own).join(""))
}

const mine = async (activity) => {
  const paper = read(`paper:${activity}`)
  const where = `/api/v1/activities/${activity}/mine`
  const headers = { "Accept-Language": document.documentElement.lang }
  // Who holds a slip has no seat here, whatever cookies this device has.
  const asks = paper?.slip ? [] : [fetch(where, { cache: "no-store", headers })]
  if (paper?.taken) {
    const voice = { ...headers, Authorization: `Voice ${paper.token}` }
    asks.push(fetch(where, { cache: "no-store", credentials: "omit", headers: voice }))
  }
  const all = await Promise.all(asks.map((one) => one.then((answer) => answer.ok ? answer.json() : null).catch(() => null)))
  return all.filter(Boolean)
}

/* <kr-own activity="…" stamp="…">: what is mine, asked again after I said something, and whenever the stamp
   changes; until the answer is there, it shows what it showed before. A form that somebody is in stays as it is. */

customElements.define("kr-own", class extends HTMLElement {
  static observedAttributes = ["stamp"]

  /* Everybody gets the new stamp at once; not everybody has to ask in the same moment, nor at each of many. */
  attributeChangedCallback(name, before) {
    if (before !== null && this.isConnected) soon(Math.random() * 600 + (performance.now() - at < 2000 ? 1000 : 0))
  }

  connectedCallback() {
    owns.add(this)
    this.place = `${this.getAttribute("activity")}/${this.closest(".ours")?.dataset.step}`
    const before = last.get(this.place)
    if (before && !this.innerHTML) this.innerHTML = this.html = before
    soon(50)
  }

  disconnectedCallback() { owns.delete(this) }

  show(html) {
    const at = document.activeElement, held = this.contains(at)
    if (html === this.html) return
    // A button that was pressed may go; a field in which somebody is stays.
    if (held && !at.matches("input, textarea, select")) at.blur()
    this.html = html
    morph(this, fragment(html))
    last.set(this.place, html)
    // Whoever uses the keyboard stays at what they were at, or else at this place.
    if (held) back(at)
    if (held && document.activeElement === document.body) {
      this.tabIndex = -1
      this.focus({ preventScroll: true })
    }
    this.dispatchEvent(new CustomEvent("kr:ours", { bubbles: true }))
  }
})

/* On a device that is new to this seat, show what was answered elsewhere. */
const restore = (activity, found) => {
  wanted = false
  const waiting = new Set(names("out:").map((name) => read(name)).map((item) => `${item.kind}/${item.key}`))
  for (const { kind, key, payload } of found.flatMap(({ answers }) => answers)) {
    if (!waiting.has(`${kind}/${key}`)) write(`said:${activity}/${kind}/${key}`, payload)
  }
  fill()
}

const want = () => {
  if (!says().some((form) => !read(draftOf(form)))) return
  wanted = true
  soon(50)
}

document.addEventListener("kr:sent", () => { if (owns.size) soon(150) })
document.addEventListener("kr:ours", ({ detail }) => { if (detail?.stepped) want() })
document.addEventListener("kr:paper", () => { if (owns.size) soon(50); want() })
if (!document.querySelector("kr-paper")) want()
