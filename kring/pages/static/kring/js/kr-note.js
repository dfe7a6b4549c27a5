/* The private note keeps itself while it is written, and says honestly whether it is kept. */
customElements.define("kr-note", class extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form")
    this.area = this.querySelector("textarea")
    this.was = this.querySelector("[name=was]")
    this.error = this.querySelector(".error")
    const button = this.querySelector("button")
    this.state = Object.assign(document.createElement("span"), { className: "state", hidden: true })
    this.state.setAttribute("role", "status")
    button.replaceWith(this.state)
    this.area.addEventListener("input", () => this.soon(800))
    addEventListener("online", () => { if (this.waits) this.soon(0) })
  }
  soon(pause) {
    this.waits = true
    this.say("waiting")
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.keep(), pause)
  }
  async keep() {
    const text = this.area.value
    const body = new FormData(this.form)
    const headers = { Accept: "application/json" }
    const answer = await fetch(this.form.action, { method: "POST", body, headers, keepalive: true }).catch(() => null)
    if (answer?.status === 409) {
      const no = await answer.json()
      this.error.textContent = no.message
      this.error.hidden = false
      // The other text has been read aloud to this writer; the next save is a choice.
      if ("now" in no) this.was.value = no.now
      return
    }
    if (!answer?.ok) return this.soon(4000)
    this.was.value = text
    this.waits = this.area.value !== text
    this.error.hidden = true
    this.say(this.waits ? "waiting" : "saved")
  }
  say(state) {
    this.state.hidden = false
    this.state.dataset.state = state
    this.state.textContent = this.dataset[state]
  }
})
