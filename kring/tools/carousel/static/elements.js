/* What only the carousel asks of a phone: the right words at the right moment, by the server's clock.
   Without it everything stands below each other. */

const BEAT = 500                                 // milliseconds
const serverNow = () => customElements.get("kr-timer")?.now() ?? Date.now()

/* <kr-carousel-talk switches="… …" ends="…">: of its children with data-turn ("0", "1", "end") only the one of now.
   At a change the phone shakes a moment; with `sound` one soft tone is heard. */
customElements.define("kr-carousel-talk", class extends HTMLElement {
  connectedCallback() {
    this.beat = setInterval(() => this.tick(), BEAT)
    this.tick()
  }

  disconnectedCallback() { clearInterval(this.beat) }

  get turn() {
    const now = serverNow()
    if (now >= Date.parse(this.getAttribute("ends"))) return "end"
    return `${this.getAttribute("switches").split(" ").filter((at) => at && now >= Date.parse(at)).length}`
  }

  tick() {
    const turn = this.turn
    this.dataset.myTurn = turn
    for (const part of this.children) {
      if (part.dataset.turn === turn) part.dataset.myNow = ""
      else delete part.dataset.myNow
    }
    if (this.was !== undefined && this.was !== turn && turn !== "0") this.signal()
    this.was = turn
  }

  signal() {
    navigator.vibrate?.(250)
    if (this.hasAttribute("sound")) tone()
  }
})

/* <kr-carousel-while from="…" seconds="60">: there for so long, and then gone. */
customElements.define("kr-carousel-while", class extends HTMLElement {
  connectedCallback() {
    this.beat = setInterval(() => this.tick(), BEAT)
    this.tick()
  }

  disconnectedCallback() { clearInterval(this.beat) }

  tick() {
    const over = serverNow() - Date.parse(this.getAttribute("from")) > 1000 * this.getAttribute("seconds")
    if (over) this.dataset.myOver = ""
    else delete this.dataset.myOver
  }
})

/* One soft tone. A browser in which nobody pressed anything yet stays silent. */
const tone = () => {
  const audio = new AudioContext(), sound = audio.createOscillator(), volume = audio.createGain()
  sound.frequency.value = 528
  volume.gain.setValueAtTime(0.08, audio.currentTime)
  volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 1.2)
  sound.connect(volume).connect(audio.destination)
  sound.onended = () => audio.close()
  sound.start()
  sound.stop(audio.currentTime + 1.2)
}
