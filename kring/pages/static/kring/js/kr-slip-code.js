/* <kr-slip-code><input></kr-slip-code>: the code of a slip. A QR code brings it behind the #, which no browser sends to
   a server; it goes into the form, out of the address, and on. */

const CODE = /^#([0-9A-Z]{28})$/

customElements.define("kr-slip-code", class extends HTMLElement {
  connectedCallback() {
    addEventListener("hashchange", () => this.scanned())   // another slip, scanned on the same page
    this.scanned()
  }

  scanned() {
    const [, code] = location.hash.match(CODE) ?? []
    if (!code) return                            // a place in the page, or nothing
    history.replaceState(null, "", location.pathname + location.search)
    const input = this.querySelector("input")
    input.value = code
    input.form.requestSubmit()
  }
})
