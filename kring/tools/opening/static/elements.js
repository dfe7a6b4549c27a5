/* What is mine stands first and open. The face is the same for everybody; only this phone knows its own chair. */

customElements.define("op-mine", class extends HTMLElement {
  connectedCallback() {
    const seat = document.querySelector("kr-outbox")?.getAttribute("seat")
    if (!seat) return
    for (const item of [...this.querySelectorAll(".op-item")].reverse()) {
      if (!item.dataset.seats.split(" ").includes(seat)) continue
      item.open = true
      item.dataset.mine = ""
      item.querySelector(".op-head").dataset.mine = this.getAttribute("yours")
    }
  }
})
