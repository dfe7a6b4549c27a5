/* <kr-walk>: its children one at a time, with back and next; a reload comes back to the same one. */

import { saidOf } from "./forms.js"
import { read, write } from "./store.js"

const asks = (part) => part.matches("form.say") ? [part] : [...part.querySelectorAll("form.say")]

customElements.define("kr-walk", class extends HTMLElement {
  connectedCallback() {
    if (this.bar) return
    this.place = `walk:${this.getAttribute("activity")}/${this.getAttribute("step")}`
    this.bar = document.createElement("div")
    this.bar.dataset.my = "walk"
    this.bar.className = "walk-bar"
    this.backward = this.button("back", () => this.go(this.at - 1))
    this.count = this.bar.appendChild(Object.assign(document.createElement("span"), { className: "small soft" }))
    this.forward = this.button("next", () => this.go(this.at + 1))
    this.append(this.bar)
    // A part that is one question is done with one answer; of a part with several the last one is marked `walk-on`,
    // or the reader says when it is done.
    this.addEventListener("kr:said", ({ target, detail }) => {
      if (detail.walks && (target.parentNode === this || target.matches(".walk-on"))) this.go(this.at + 1)
    })
    this.seen = new MutationObserver(() => this.show())
    this.seen.observe(this, { childList: true })
    const first = this.parts.findIndex((part) => asks(part).length && !asks(part).some((form) => read(saidOf(form))))
    this.at = read(this.place) ?? Math.max(first, 0)
    this.show()
  }

  get parts() { return [...this.children].filter((part) => part !== this.bar) }

  button(word, act) {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "button button-quiet" })
    made.append(this.getAttribute(word))
    made.onclick = act
    return this.bar.appendChild(made)
  }

  go(at) {
    if (at < 0 || at >= this.parts.length) return
    this.at = at
    write(this.place, at)
    this.show()
    const part = this.parts[at]
    const head = part.querySelector("legend, h2, h3, label") ?? part
    head.tabIndex = -1
    head.focus({ preventScroll: true })
    this.scrollIntoView({ block: "start" })
  }

  show() {
    const parts = this.parts
    this.at = Math.min(this.at, parts.length - 1)
    parts.forEach((part, place) => { part.hidden = place !== this.at })
    this.backward.disabled = this.at <= 0
    this.forward.hidden = this.at >= parts.length - 1
    const here = parts[this.at]
    const open = here?.matches("form.say") && !("mySaid" in here.dataset) && !read(saidOf(here))
    this.forward.textContent = this.getAttribute(open ? "skip" : "next")
    // What asks nothing, and the button that says "done", are not counted.
    const asking = parts.filter((part) => asks(part).length && !part.matches(".ready"))
    const n = asking.indexOf(here) + 1
    this.count.textContent = n ? this.getAttribute("of").replace("{n}", n).replace("{of}", asking.length) : ""
  }
})
