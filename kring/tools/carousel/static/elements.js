/* What only the carousel asks of a phone: the right words at the right moment, by the server's clock.
   Without it everything stands below each other. */

const BEAT = 500, PAGE = 8000                    // milliseconds
const serverNow = () => customElements.get("kr-timer")?.now() ?? Date.now()

/* <kr-carousel-talk switches="… …" ends="…">: of its children with data-turn ("0", "1", "end") only the one of now.
   At a change the phone shakes a moment; with `sound` one soft tone is heard. With `aloud`, the text of a button, the
   phone reads the words of now aloud, for whoever walks. */
customElements.define("kr-carousel-talk", class extends HTMLElement {
  connectedCallback() {
    this.beat = setInterval(() => this.tick(), BEAT)
    this.tick()
    if (this.hasAttribute("aloud") && "speechSynthesis" in window && !this.reader) this.readable()
  }

  disconnectedCallback() { clearInterval(this.beat) }

  readable() {
    this.reader = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: this.getAttribute("aloud") })
    this.reader.dataset.my = "aloud"
    this.reader.onclick = () => {
      const words = new SpeechSynthesisUtterance(this.querySelector("[data-my-now]")?.innerText ?? "")
      words.lang = document.documentElement.lang
      speechSynthesis.cancel()
      speechSynthesis.speak(words)
    }
    this.after(this.reader)
  }

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

/* <kr-carousel-find into="…" none="…">: above a list of many names a field in which a few letters are enough.
   With `into` a name that was found is ticked in that list; else it becomes the key of the form. */
customElements.define("kr-carousel-find", class extends HTMLElement {
  connectedCallback() {
    if (this.field) return
    const names = document.createElement("datalist")
    names.id = `${this.list.id}-names`
    names.append(...this.names.map(({ text }) => new Option(text)))
    const said = this.querySelector("label").textContent
    this.field = Object.assign(document.createElement("input"), { className: "input", autocomplete: "off", ariaLabel: said })
    this.field.setAttribute("list", names.id)
    this.field.dataset.my = names.dataset.my = "find"
    this.list.before(this.field, names)
    this.field.oninput = () => this.look()
    this.field.onkeydown = (event) => { if (event.key === "Enter") this.enter(event) }
    this.addEventListener("change", ({ target }) => { if (target === this.list && this.into) this.tick() })
    // Before the outbox looks at the form.
    this.addEventListener("submit", ({ target }) => { if (!this.into) this.send(target) }, true)
  }

  get list() { return this.querySelector("select") }
  get into() { return this.getAttribute("into") }
  get names() { return [...this.list.options].filter(({ value }) => value) }

  /* Who is called so, or begins so as the only one. */
  get found() {
    const typed = this.field.value.trim().toLowerCase()
    const like = typed ? this.names.filter(({ text }) => text.toLowerCase().startsWith(typed)) : []
    return like.find(({ text }) => text.toLowerCase() === typed) ?? (like.length === 1 ? like[0] : null)
  }

  look() {
    this.field.setCustomValidity("")
    this.list.value = this.found?.value ?? ""
  }

  enter(event) {
    this.look()
    if (!this.list.value && this.field.value) {
      this.field.setCustomValidity(this.getAttribute("none"))
      this.field.reportValidity()
    }
    if (!this.into && this.list.value) return    // Enter sends the form
    event.preventDefault()
    if (this.list.value) this.tick()
  }

  tick() {
    const { value, text } = this.list.selectedOptions[0]
    const place = this.closest("form").querySelector(`[data-found="${this.into}"]`)
    if (value && !place.querySelector(`[value="${CSS.escape(value)}"]`)) {
      const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "people:list", value, checked: true })
      const label = Object.assign(document.createElement("label"), { className: "check" })
      label.append(box, Object.assign(document.createElement("bdi"), { textContent: text }))
      place.append(label)
      box.dispatchEvent(new Event("input", { bubbles: true }))
    }
    this.list.value = this.field.value = ""
  }

  send(form) {
    const key = form.dataset.key
    form.dataset.key = this.list.value
    this.field.value = ""
    setTimeout(() => { form.dataset.key = key })
  }
})

/* <kr-carousel-list words="…" size="40">: a long table. With `size` it turns its pages by itself, on a wall where
   nobody scrolls; else a field above it leaves the rows in which the typed letters stand. */
customElements.define("kr-carousel-list", class extends HTMLElement {
  connectedCallback() {
    this.size = Number(this.getAttribute("size"))
    if (this.size) {
      this.beat = setInterval(() => this.turn(), PAGE)
      return this.turn(0)
    }
    if (this.field) return
    this.field = Object.assign(document.createElement("input"), { type: "search", className: "input", ariaLabel: this.getAttribute("words"), placeholder: this.getAttribute("words") })
    this.field.dataset.my = "filter"
    this.field.oninput = () => this.filter()
    this.prepend(this.field)
    this.seen = new MutationObserver(() => this.filter())
    this.seen.observe(this.querySelector("tbody"), { childList: true, subtree: true, characterData: true })
  }

  disconnectedCallback() { clearInterval(this.beat) }

  get rows() { return [...this.querySelectorAll("tbody tr")] }

  turn(page = (this.page ?? 0) + 1) {
    const rows = this.rows, pages = Math.ceil(rows.length / this.size) || 1
    this.page = page % pages
    rows.forEach((row, at) => this.away(row, Math.floor(at / this.size) !== this.page))
  }

  filter() {
    const typed = this.field.value.trim().toLowerCase()
    for (const row of this.rows) this.away(row, !row.textContent.toLowerCase().includes(typed))
  }

  away(row, gone) {
    if (gone) row.dataset.myAway = ""
    else delete row.dataset.myAway
  }
})

/* <kr-carousel-take said="…">: shares or copies what its section holds, question by question. */
customElements.define("kr-carousel-take", class extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button")
    button.hidden = !(navigator.share || navigator.clipboard)
    button.onclick = () => this.take()
  }

  get text() {
    const written = [...this.closest("section").querySelectorAll("textarea")].filter(({ value }) => value.trim())
    const about = (area) => area.closest(".carousel-earlier")?.querySelector("summary").textContent.trim()
    return written.map((area) => [about(area), area.labels[0]?.textContent, area.value].filter(Boolean).join("\n")).join("\n\n")
  }

  async take() {
    const { text } = this
    if (!text) return
    try {
      if (navigator.share) await navigator.share({ text })
      else await navigator.clipboard.writeText(text)
      this.querySelector("[role=status]").textContent = this.getAttribute("said")
    } catch (none) {
      if (none.name !== "AbortError") throw none    // somebody thought better of it
    }
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
