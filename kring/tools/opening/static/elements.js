/* What is mine stands first and open. The face is the same for everybody; only this phone knows its own chair. */

customElements.define("op-mine", class extends HTMLElement {
  connectedCallback() {
    this.first(true)
    document.addEventListener("kr:ours", this.again)
  }

  disconnectedCallback() { document.removeEventListener("kr:ours", this.again) }

  again = () => this.first(false)

  /* Read in the order in which it is seen; whoever is in one of them is not moved. */
  first(open) {
    const seat = document.querySelector("kr-outbox")?.getAttribute("seat")
    const mine = [...this.querySelectorAll(".op-item")].filter((item) => seat && item.dataset.seats.split(" ").includes(seat))
    for (const item of mine) {
      if (open) item.open = true
      item.dataset.myOwn = ""
      item.querySelector(".op-head").dataset.myOwn = this.getAttribute("yours")
    }
    const place = this.querySelector(".op-item")
    if (mine.length && place !== mine[0] && !this.contains(document.activeElement)) this.prepend(...mine)
  }
})
