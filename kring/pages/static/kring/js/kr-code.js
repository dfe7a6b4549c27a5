/* <kr-code><input></kr-code>: seven digits become 345-6789 while they are typed. */

customElements.define("kr-code", class extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input")
    input.addEventListener("input", () => {
      if (input.selectionStart !== input.value.length) return
      const digits = input.value.replace(/\D/g, "").slice(0, 7)
      input.value = digits.length > 3 ? `${digits.slice(0, 3)}-${digits.slice(3)}` : digits
    })
  }
})
