/* <kr-live src="…/stream">what is ours</kr-live>: shows what the stream pushes.
   Tells the page `kr:ours` after a change, and `kr:line` (detail.open) when the line comes or goes. */

import { morph } from "./morph.js"

const AGAIN = [1, 2, 4, 8, 15]                   // seconds

customElements.define("kr-live", class extends HTMLElement {
  tries = 0

  connectedCallback() {
    this.listen()
    document.addEventListener("visibilitychange", this.wake)
    addEventListener("online", this.wake)
  }

  disconnectedCallback() {
    this.stream?.close()
    clearTimeout(this.later)
    document.removeEventListener("visibilitychange", this.wake)
    removeEventListener("online", this.wake)
  }

  wake = () => {
    if (document.visibilityState === "visible" && this.stream?.readyState === EventSource.CLOSED) this.listen()
  }

  listen() {
    clearTimeout(this.later)
    if (this.over) return
    this.stream?.close()
    this.stream = new EventSource(this.getAttribute("src"))
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
    const step = this.firstElementChild?.dataset.step
    if (html !== undefined) {
      const fresh = fragment(html)
      if (fresh.firstElementChild?.dataset.step === step) morph(this, fresh)
      else this.replaceChildren(fresh)           // another step: what was typed is kept as a draft
    }
    for (const [key, part] of Object.entries(parts)) {
      const place = this.querySelector(`[data-part="${CSS.escape(key)}"]`)
      if (place) morph(place, fragment(part))
    }
    this.tell("kr:ours", { stepped: step !== this.firstElementChild?.dataset.step })
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }))
  }
})

const fragment = (html) => {
  const box = document.createElement("template")
  box.innerHTML = html
  return box.content
}
