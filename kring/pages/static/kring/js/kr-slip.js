/* <kr-slip activity="…" code="…">: the slip is the paper of this device for that activity. It is read before everything
   else on the page, which then sends as this voice. */

import { forgetOthers, write } from "./store.js"

customElements.define("kr-slip", class extends HTMLElement {
  connectedCallback() {
    write(`paper:${this.getAttribute("activity")}`, { token: this.getAttribute("code"), taken: true, slip: true })
    this.removeAttribute("code")
    // On a tablet that goes round, who comes next finds nothing of who came before.
    forgetOthers("paper:", ({ slip }) => slip)
  }
})
