/* <kr-names activity="…" late>: asks once whether this seat takes part with its name. The server tells that it
   answered, and nobody what; `late`: it runs with names already, and without a yes nothing can be filled in. */

import { says } from "./forms.js"
import { drop, read, write } from "./store.js"

const AGAIN = 4000                               // milliseconds

customElements.define("kr-names", class extends HTMLElement {
  connectedCallback() {
    this.place = `names:${this.getAttribute("activity")}`
    if (this.late) drop(`paper:${this.getAttribute("activity")}`)   // from before; worth nothing any more
    this.addEventListener("submit", this.say)
    document.addEventListener("kr:ours", this.look)
    this.ask()
  }

  disconnectedCallback() {
    clearTimeout(this.later)
    document.removeEventListener("kr:ours", this.look)
  }

  get late() { return this.hasAttribute("late") }

  async ask(body) {
    clearTimeout(this.later)
    const answer = await fetch(`/api/v1/activities/${this.getAttribute("activity")}/names`, {
      cache: "no-store",
      headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
      ...(body && { method: "POST", body: JSON.stringify(body) }),
    }).catch(() => null)
    const told = await answer?.json().catch(() => null)
    if (answer?.ok && told) this.answered = told.answered
    else if (!told && !body && this.isConnected) this.later = setTimeout(() => this.ask(), AGAIN)
    this.wrong(body && !answer?.ok ? told?.message ?? document.querySelector("kr-outbox").getAttribute("offline") : "")
    this.look()
    return answer?.ok
  }

  say = async (event) => {
    event.preventDefault()
    const { value } = event.submitter
    // That somebody follows along is remembered here and nowhere else.
    if (this.late) write(this.place, value === "no" ? "follows" : "")
    if (this.late && value === "no") this.look()
    else if (await this.ask({ answer: value })) document.dispatchEvent(new CustomEvent("kr:paper", { bubbles: true }))
  }

  wrong(text) {
    const line = this.querySelector(".error")
    line.textContent = text
    line.hidden = !text
  }

  look = () => {
    if (this.answered === undefined) return
    const when = this.answered ? "said" : this.late && read(this.place) ? "follow" : "ask"
    for (const part of this.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== when
    this.hidden = this.late && this.answered
    if (this.late) for (const form of says()) form.inert = !this.answered
  }
})
