/* Shows what is inside while the line to the server is gone; the page itself goes on as it was. */
customElements.define("kr-line", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("kr:line", ({ detail }) => { this.hidden = detail.open })
  }
})
