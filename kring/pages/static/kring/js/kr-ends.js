/* Agenda while planning: the times follow the minutes as they are typed. Without it a button asks the server. */
customElements.define("kr-ends", class extends HTMLElement {
  connectedCallback() {
    document.querySelector(".plan-times")?.setAttribute("hidden", "")
    this.addEventListener("input", () => this.reckon())
  }
  reckon() {
    const [hour, minute] = this.querySelector("[data-begins]").value.split(":").map(Number)
    let at = hour * 60 + minute
    for (const item of this.querySelectorAll(".plan-item")) {
      const minutes = item.querySelector("[data-minutes]").value.trim()
      item.querySelector("[data-from]").value = this.clock(at)
      at += /^[0-9]{1,3}$/.test(minutes) ? Number(minutes) : 0
      item.querySelector("[data-until]").value = this.clock(at)
    }
    const ends = this.querySelector("[data-ends]")
    if (ends) ends.value = this.clock(at)
  }
  clock(at) {
    if (Number.isNaN(at)) return "–"
    const two = (n) => String(n).padStart(2, "0")
    return two(Math.floor(at / 60) % 24) + this.getAttribute("sep") + two(at % 60)
  }
})
