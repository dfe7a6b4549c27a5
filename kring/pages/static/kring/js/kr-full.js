/* The board fills the screen: by its button or the key F. The button hides while nobody moves the mouse, and the
   screen is asked not to fall asleep. */
customElements.define("kr-full", class extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button")
    this.hidden = !document.documentElement.requestFullscreen
    this.button.addEventListener("click", () => this.turn())
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "f" || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return
      this.turn()
    })
    document.addEventListener("pointermove", () => this.show())
    document.addEventListener("fullscreenchange", () => this.show())
    document.addEventListener("visibilitychange", () => this.stayAwake())
    this.stayAwake()
    this.show()
  }
  turn() {
    if (document.fullscreenElement) document.exitFullscreen()
    else document.documentElement.requestFullscreen().catch(() => {})
  }
  show() {
    clearTimeout(this.timer)
    this.toggleAttribute("resting", Boolean(document.fullscreenElement))
    document.documentElement.removeAttribute("data-resting")
    this.timer = setTimeout(() => {
      this.toggleAttribute("resting", true)
      document.documentElement.setAttribute("data-resting", "")
    }, 4000)
  }
  stayAwake() {
    if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {})
  }
})
