/* <kr-paper activity="…">: fetches the ballot paper, keeps it, then takes it; only then do anonymous answers go. */

import { says } from "./forms.js"
import { read, write } from "./store.js"

const AGAIN = [1, 2, 4, 8, 15]                   // seconds

customElements.define("kr-paper", class extends HTMLElement {
  tries = 0

  connectedCallback() {
    if (this.closest(".phone-table")) return     // a table has no voice
    this.activity = this.getAttribute("activity")
    document.addEventListener("kr:ours", this.look)
    addEventListener("online", this.fetch)
    this.fetch()
  }

  disconnectedCallback() {
    clearTimeout(this.later)
    document.removeEventListener("kr:ours", this.look)
    removeEventListener("online", this.fetch)
  }

  fetch = () => {
    clearTimeout(this.later)
    const work = () => this.get()
    // Two tabs of one phone must not draw two papers.
    if (navigator.locks) navigator.locks.request("kring-paper", work)
    else work()
  }

  get paper() { return read(`paper:${this.activity}`) }
  set paper(value) { write(`paper:${this.activity}`, value) }

  async get() {
    if (!this.isConnected) return
    try {
      while (!this.paper?.taken && !this.paper?.lost) {
        // Kept before it is taken: whatever happens in between, the same paper is asked for again.
        if (!this.paper) this.paper = { token: (await this.ask()).paper }
        if ((await this.ask({ paper: this.paper.token })).taken) this.paper = { ...this.paper, taken: true }
        else this.paper = null                   // somebody else had just taken this one
      }
    } catch (refused) {
      if (!refused.message) return this.soon()
      if (refused.error === "paper_given") this.paper = { lost: refused.message }
    }
    this.look()
    this.dispatchEvent(new CustomEvent("kr:paper", { bubbles: true }))
  }

  soon() {
    this.later = setTimeout(this.fetch, AGAIN[Math.min(this.tries++, AGAIN.length - 1)] * 1000)
  }

  /* The answer; throws {error, message} for a refusal, and something without a message when there is no line. */
  async ask(body) {
    const answer = await fetch(`/api/v1/activities/${this.activity}/paper`, {
      cache: "no-store",
      headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
      ...(body && { method: "POST", body: JSON.stringify(body) }),
    }).catch(() => null)
    const told = await answer?.json().catch(() => null)
    if (!told || answer.status >= 500) throw {}
    if (!answer.ok) throw { message: " ", ...told }
    return told
  }

  /* Without a paper of this device nobody can answer here. */
  look = () => {
    const lost = this.paper?.lost
    if (lost) this.textContent = lost
    for (const form of says()) {
      if (form.dataset.activity === this.activity && form.dataset.lane === "anonymous") form.inert = Boolean(lost)
    }
  }
})
