/* What only Colours of change asks of a phone. Without it every form still works; the server says the same things. */

/* A block of which only half was chosen stays a draft: it would not count. */
customElements.define("kr-colours-block", class extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form")
    if (!this.form || this.form.inHand) return
    this.form.inHand = true
    this.form.addEventListener("submit", (event) => {
      const chosen = this.querySelectorAll("input:checked").length
      if (chosen === 2) return
      event.preventDefault()
      event.stopPropagation()
      this.said.textContent = this.getAttribute("also")
    })
    this.addEventListener("change", () => { this.said.textContent = "" })
  }

  get said() { return this.querySelector("[role=status]") }
})

/* Choose at most so many, and keep the order of tapping. */
customElements.define("kr-colours-pick", class extends HTMLElement {
  chosen = []

  connectedCallback() {
    this.form = this.closest("form")
    this.addEventListener("change", ({ target }) => this.take(target))
    this.addEventListener("kr:filled", ({ target }) => this.note(target))
    this.form?.addEventListener("formdata", ({ formData }) => {
      const name = this.boxes[0].name
      const order = this.chosen.filter((one) => formData.getAll(name).includes(one))
      formData.delete(name)
      for (const one of order) formData.append(name, one)
    })
    this.boxes.forEach((box) => this.note(box))
  }

  get boxes() { return [...this.querySelectorAll("input[type=checkbox]")] }
  get said() { return this.querySelector("[role=status]") }

  take(box) {
    const full = box.checked && this.chosen.length >= Number(this.getAttribute("most"))
    if (full) box.checked = false
    this.said.textContent = full ? this.getAttribute("full") : ""
    this.note(box)
  }

  note(box) {
    this.chosen = this.chosen.filter((one) => one !== box.value)
    if (box.checked) this.chosen.push(box.value)
    for (const one of this.boxes) {
      const place = this.chosen.indexOf(one.value)
      if (place < 0) delete one.dataset.myPlace
      else one.dataset.myPlace = place + 1
    }
  }
})

/* Take the name back: an erasure in the outbox, so that it also happens when the line comes back later. */
customElements.define("kr-colours-name", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      const outbox = document.querySelector("kr-outbox")
      if (!outbox?.queue) return
      event.preventDefault()
      outbox.queue({ activity: this.getAttribute("activity"), lane: "named", erase: ["cc.named", "cc.keep"] })
      outbox.now()
      event.target.querySelector("button").disabled = true
    })
  }
})

/* A step takes the words and the colour of the example that is chosen, and else the colour of its phase. */
customElements.define("kr-colours-step", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", ({ target }) => {
      const option = target.selectedOptions?.[0]
      if (target.name === "from_library:word" && option.value) {
        this.field("title").value = option.textContent
        this.colour(option.dataset.colour)
      } else if (target.name === "phase" && !this.field("from_library:word").value) this.colour(option.dataset.colour)
    })
    this.addEventListener("input", ({ target }) => {
      const library = this.field("from_library:word")
      if (target.name === "title" && library.value && target.value !== library.selectedOptions[0].textContent) library.value = ""
    })
    if (!this.querySelector("input[type=radio]:checked")) this.colour(this.field("phase").selectedOptions[0]?.dataset.colour)
  }

  field(name) { return this.querySelector(`[name="${name}"]`) }

  colour(name) {
    const radio = this.querySelector(`input[type=radio][value="${name}"]`)
    if (radio) radio.checked = true
  }
})

/* The own trend (C-11): only on this device, and only when the person asks for it. */
const KEPT = "kring-colours"

customElements.define("kr-colours-kept", class extends HTMLElement {
  connectedCallback() { this.show() }

  get kept() { try { return JSON.parse(localStorage.getItem(KEPT)) ?? {} } catch { return {} } }

  set kept(value) {
    try { localStorage.setItem(KEPT, JSON.stringify(value)) } catch { /* a device that keeps nothing */ }
    this.show()
  }

  show() {
    const own = this.getAttribute("activity")
    const { [own]: now, ...earlier } = this.kept
    this.replaceChildren()
    const past = Object.values(earlier).sort((a, b) => a.on < b.on ? 1 : -1)
    if (past.length) {
      const list = this.make("ul", "", "own-notes stack stack-tight")
      for (const { on, said } of past) list.append(this.make("li", `${new Date(on).toLocaleDateString(document.documentElement.lang)}: ${said}`))
      this.append(this.make("h2", this.getAttribute("earlier")), list)
    }
    const button = this.make("button", this.getAttribute(now ? "drop" : "keep"), "button")
    button.type = "button"
    button.onclick = () => {
      this.kept = now ? earlier : { ...earlier, [own]: { on: new Date().toISOString(), said: this.getAttribute("said") } }
      this.querySelector("button").focus()
    }
    this.append(button, this.make("p", this.getAttribute("help"), "hint"))
  }

  make(name, text, look = "") {
    const made = Object.assign(document.createElement(name), { className: look })
    made.dataset.my = ""                         // what the server draws anew leaves it alone
    made.append(text)
    return made
  }
})
