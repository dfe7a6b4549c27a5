/* <kr-count for="id" words="nog {n} tekens">: how many characters are left in a field. */

const FEW = 20

customElements.define("kr-count", class extends HTMLElement {
  connectedCallback() {
    this.classList.add("counter")
    this.field = document.getElementById(this.getAttribute("for"))
    for (const event of ["input", "kr:filled"]) this.field?.addEventListener(event, () => this.count())
    this.field?.form?.addEventListener("reset", () => setTimeout(() => this.count()))
    this.count()
  }

  count() {
    if (!this.field) return
    const left = this.field.maxLength - this.field.value.length
    this.textContent = this.getAttribute("words").replace("{n}", left)
    this.toggleAttribute("data-few", left <= FEW)
  }
})
