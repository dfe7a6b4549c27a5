/* Buttons on the facilitator's page: pressed without leaving the page, with the focus where it was, and with the
   no of the server beside the button. Without this script they are plain forms. */
customElements.define("kr-press", class extends HTMLElement {
  changes = 0

  connectedCallback() {
    this.addEventListener("submit", (event) => this.press(event))
    this.addEventListener("focusin", (event) => { this.last = event.target.id })
    this.addEventListener("kr:ours", () => { this.changes++; this.mend() })
  }
  async press(event) {
    const form = event.target, button = event.submitter
    event.preventDefault()
    if (this.busy) return
    this.busy = true
    const body = new FormData(form)
    // A form that somebody is in stays as it is; what was pressed may change.
    if (form.matches(".say")) document.activeElement?.blur()
    if (button?.name) body.append(button.name, button.value)
    const to = button?.getAttribute("formaction") ?? form.getAttribute("action")
    const told = await this.send(to, body)
    this.busy = false
    if (told.goto) return location.assign(told.goto)
    this.refused = told.message ? { id: button?.id, seen: button?.value, message: told.message } : null
    // What the stream brings for this form comes first; the focus returns after that.
    if (told.message || !form.matches(".say")) this.mend()
    if (!told.message) {
      if (form.matches(".say")) form.dispatchEvent(new CustomEvent("kr:said", { bubbles: true }))
      if (form.id !== "press") form.reset()
      this.expect()
    }
  }
  async send(to, body) {
    try {
      const answer = await fetch(to, { method: "POST", body, headers: { Accept: "application/json" } })
      if (answer.status === 204) return {}
      // Somebody else leads now; the page itself says so.
      if (answer.status === 404) return { goto: location.href }
      if (answer.headers.get("content-type")?.startsWith("application/json")) return await answer.json()
    } catch { /* no connection: said below */ }
    return { message: this.dataset.lost }
  }
  /* The stream brings what changed. If it does not, the page itself is asked. */
  expect() {
    const before = this.changes
    setTimeout(async () => {
      if (this.changes !== before) return
      const answer = await fetch(location.href).catch(() => null)
      if (!answer?.ok || this.changes !== before) return
      const page = new DOMParser().parseFromString(await answer.text(), "text/html")
      this.querySelector("kr-live").replaceChildren(...page.querySelector("kr-live").childNodes)
      this.mend()
    }, 1500)
  }
  /* After something new arrived: the focus back on the same button, and the no beside it while it still applies. */
  mend() {
    if (document.activeElement === document.body && this.last) {
      document.getElementById(this.last)?.focus({ preventScroll: true })
    }
    const shown = this.querySelector(".press-refused")
    const button = this.refused && document.getElementById(this.refused.id)
    if (!button || button.value !== this.refused.seen) {
      shown?.remove()
      this.refused = null
      return
    }
    if (shown?.textContent === this.refused.message) return
    shown?.remove()
    const words = document.createElement("p")
    words.className = "error press-refused"
    words.dataset.my = ""                        // what the stream brings leaves it alone
    words.setAttribute("role", "alert")
    words.textContent = this.refused.message
    button.after(words)
  }
})
