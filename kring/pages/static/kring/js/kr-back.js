/* <kr-back code="…">: the way-back code, shown once and then kept on this device, to be opened again. */

import { read, write } from "./store.js"

customElements.define("kr-back", class extends HTMLElement {
  connectedCallback() {
    const fresh = this.getAttribute("code")
    if (fresh) write("back", fresh)
    const code = fresh || read("back")
    this.hidden = !code
    this.querySelector("b").textContent = code ?? ""
  }
})
