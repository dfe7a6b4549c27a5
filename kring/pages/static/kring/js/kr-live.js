/* <kr-live src="…/stream">what is ours</kr-live>: shows what the stream pushes.
   Tells the page `kr:ours` after a change (detail.lost: what had the keyboard and could not keep it), and `kr:line`
   (detail.open) when the line comes or goes. */

import { busy } from "./forms.js"

const AGAIN = [1, 2, 4, 8, 15]                   // seconds
const POCKET = 20000                             // milliseconds

customElements.define("kr-live", class extends HTMLElement {
  tries = 0

  connectedCallback() {
    this.listen()
    document.addEventListener("visibilitychange", this.wake)
    addEventListener("online", this.again)
  }

  disconnectedCallback() {
    this.stream?.close()
    clearTimeout(this.later)
    document.removeEventListener("visibilitychange", this.wake)
    removeEventListener("online", this.again)
  }

  again = () => this.listen()

  wake = () => {
    if (document.visibilityState === "hidden") this.slept = Date.now()
    // A line may have died in the pocket without anybody telling; listening again brings the state of now.
    else if (Date.now() - (this.slept ?? 0) > POCKET || this.stream?.readyState === EventSource.CLOSED) this.listen()
  }

  listen() {
    clearTimeout(this.later)
    if (this.over) return
    this.stream?.close()
    // The page came with what is ours; only the first time the server may leave out what stands here already.
    const have = this.getAttribute("have")
    this.removeAttribute("have")
    this.stream = new EventSource(this.getAttribute("src") + (have ? `&have=${have}` : ""))
    this.stream.onopen = () => { this.tries = 0; this.tell("kr:line", { open: true }) }
    this.stream.addEventListener("ours", (event) => this.show(JSON.parse(event.data)))
    this.stream.addEventListener("end", (event) => this.end(event.data))
    this.stream.onerror = () => {
      this.tell("kr:line", { open: false })
      // After an answer that is no stream (a proxy, a restart) the browser gives up; we do not.
      if (this.stream.readyState === EventSource.CLOSED) this.soon()
    }
  }

  soon() {
    clearTimeout(this.later)
    this.later = setTimeout(() => this.listen(), AGAIN[Math.min(this.tries++, AGAIN.length - 1)] * 1000)
  }

  end(why) {
    this.stream.close()
    if (why !== "moved") return this.soon()
    this.over = true
    const words = Object.assign(document.createElement("p"), { className: "note note-warn" })
    words.append(this.getAttribute("moved") ?? "")
    this.replaceChildren(words)
    this.tell("kr:moved")
  }

  show({ html, parts = {} }) {
    const step = screen(this), at = document.activeElement
    if (html !== undefined) {
      const fresh = fragment(html)
      if (screen(fresh) === step) morph(this, fresh)
      else {
        // Another step: what was typed is kept as a draft, and a field that keeps itself is left in time.
        if (document.activeElement?.form?.matches("[data-auto]")) document.activeElement.blur()
        this.replaceChildren(fresh)
      }
    }
    for (const [key, part] of Object.entries(parts)) {
      const place = this.querySelector(`[data-part="${CSS.escape(key)}"]`)
      if (place) morph(place, fragment(part))
    }
    back(at)
    this.tell("kr:ours", { stepped: step !== screen(this), lost: at === document.activeElement ? null : at })
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }))
  }
})

/* The step that is shown; a meeting that has ended is another screen. */
const screen = (box) => JSON.stringify(box.firstElementChild?.dataset)

export const fragment = (html) => {
  const box = document.createElement("template")
  box.innerHTML = html
  return box.content
}

/* Moving or filling a node takes the keyboard out of it; whoever was there goes on there. */
export const back = (at) => {
  if (document.activeElement === document.body && at?.isConnected) at.focus({ preventScroll: true })
}

/* ---- making what is on the page look like what came in ---- */

/* Left alone is what belongs to the person in front of it: a form they are in, anything marked data-my, and the
   inside of elements that fill themselves. */
const THEIR_OWN_INSIDE = "kr-own, kr-timer, kr-paper"

const key = (node) => node.nodeType !== 1 ? "" : node.dataset.part ?? (node.id || (node.matches("form.say")
  ? `${node.dataset.step}/${node.dataset.kind}/${node.dataset.key}` : ""))
const same = (a, b) => a.nodeName === b.nodeName && key(a) === key(b)
const mine = (node) => node.nodeType === 1 && "my" in node.dataset
const kept = (node) => node.nodeType === 1 && (node.matches("form.say") ? busy(node)
  : [...node.querySelectorAll("form.say")].some(busy))

export const morph = (old, fresh) => {
  const rest = [...old.childNodes].filter((node) => !mine(node))
  let before = null                              // the last node that is in its place
  for (const want of [...fresh.childNodes]) {
    const place = rest.findIndex((node) => same(node, want))
    const next = before ? before.nextSibling : old.firstChild
    if (place < 0) {
      before = old.insertBefore(want, next)
      continue
    }
    const [found] = rest.splice(place, 1)
    // Moving a node takes the focus out of it; then it may stay where it is.
    if (found !== next && !kept(found)) old.insertBefore(found, next)
    become(found, want)
    before = found
  }
  for (const node of rest) if (!kept(node)) node.remove()
}

const become = (old, want) => {
  if (old.isEqualNode(want)) return
  if (old.nodeType !== 1) {
    old.data = want.data
    return
  }
  if (old.matches("form.say") && busy(old)) return
  attributes(old, want)
  if (!old.matches(THEIR_OWN_INSIDE)) morph(old, want)
}

const attributes = (old, want) => {
  const own = (name) => name.startsWith("data-my") || name === "open"
    || (name === "hidden" && old.parentNode.nodeName === "KR-WALK")
  for (const { name, value } of want.attributes) {
    if (!own(name) && old.getAttribute(name) !== value) old.setAttribute(name, value)
  }
  for (const { name } of [...old.attributes]) if (!own(name) && !want.hasAttribute(name)) old.removeAttribute(name)
}
