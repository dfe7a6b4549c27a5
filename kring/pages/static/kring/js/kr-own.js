/* <kr-own activity="…">: my own outcome, fetched as my voice and as my seat, and again after I said something. */

import { mine } from "./mine.js"

customElements.define("kr-own", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("kr:sent", this.soon)
    document.addEventListener("kr:paper", this.soon)
    this.fetch()
  }

  disconnectedCallback() {
    clearTimeout(this.later)
    document.removeEventListener("kr:sent", this.soon)
    document.removeEventListener("kr:paper", this.soon)
  }

  soon = () => {
    clearTimeout(this.later)
    this.later = setTimeout(() => this.fetch(), 150)
  }

  async fetch() {
    const found = await mine(this.getAttribute("activity"))
    if (!found || !this.isConnected) return
    const html = found.map((one) => one.own).join("")
    if (html === this.html || this.contains(document.activeElement)) return
    this.innerHTML = this.html = html
    this.dispatchEvent(new CustomEvent("kr:ours", { bubbles: true }))
  }
})
