/* <kr-timer until="…" from="…">: time left by the server's clock. At zero it turns from filled to outlined and
   counts on; it closes nothing. Read aloud at one minute and at zero only. */

let offset = 0                                   // the server's clock minus this device's, in milliseconds
const asked = Date.now()
fetch(import.meta.url, { method: "HEAD", cache: "no-store" }).then((answer) => {
  const told = Date.parse(answer.headers.get("date"))
  // The header counts whole seconds and may be a second old, and the answer was half a journey on its way: a clock
  // that seems less than two seconds off is right, or two screens beside each other would differ.
  const off = told + 500 - (asked + Date.now()) / 2
  if (Math.abs(off) > 2000) offset = off
}).catch(() => {})

customElements.define("kr-timer", class extends HTMLElement {
  /* Now, in milliseconds, as the server has it. */
  static now = () => Date.now() + offset

  connectedCallback() {
    this.setAttribute("role", "timer")
    this.setAttribute("aria-live", "off")
    this.ring = this.closest(".circle-of")?.querySelector(".ring-left")
    this.beat = setInterval(() => this.tick(), 500)
    this.tick()
  }

  disconnectedCallback() { clearInterval(this.beat) }

  tick() {
    const until = Date.parse(this.getAttribute("until"))
    if (!until) return
    const now = this.constructor.now()
    const left = Math.ceil((until - now) / 1000)
    const seconds = Math.abs(left)
    const text = `${left < 0 ? "+" : ""}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
    if (text === this.textContent) return
    const aloud = left === 60 || left === 0
    this.setAttribute("aria-live", aloud ? "polite" : "off")
    this.textContent = text
    this.toggleAttribute("over", left <= 0)
    const from = Date.parse(this.getAttribute("from"))
    if (this.ring && from) {
      const share = Math.max(0, Math.min(100, 100 * (until - now) / (until - from)))
      this.ring.setAttribute("stroke-dasharray", `${share} 100`)
    }
  }
})
