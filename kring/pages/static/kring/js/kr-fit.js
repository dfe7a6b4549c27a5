/* The wall cannot scroll: when the words and pictures of a step are too many, all of it becomes a little smaller,
   down to two thirds. A small window, or a board that is zoomed in, scrolls as any page does. */
const SMALLEST = 0.66
const WALL = matchMedia("(min-width: 56.01rem) and (min-height: 30.01rem)")

customElements.define("kr-fit", class extends HTMLElement {
  connectedCallback() {
    this.again = () => requestAnimationFrame(() => this.fit())
    document.addEventListener("kr:ours", this.again)
    addEventListener("resize", this.again)
    document.fonts.ready.then(this.again)
    this.fit()
  }
  fit() {
    const page = document.documentElement
    page.style.fontSize = ""
    if (!WALL.matches) return
    const whole = parseFloat(getComputedStyle(page).fontSize)
    for (let share = 1; page.scrollHeight > innerHeight + 1 && share > SMALLEST; share -= 0.04) {
      page.style.fontSize = `${whole * share}px`
    }
  }
})
