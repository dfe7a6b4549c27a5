/* What only the change lab asks of a phone. Without it every form still works, and all cells of the wall are shown. */

const made = (name, given) => Object.assign(document.createElement(name), given)

/* A card without a name goes by the other lane; the box is read at the moment of sending. */
customElements.define("kr-lab-lane", class extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form")
    this.form?.addEventListener("submit", this.choose)
  }

  disconnectedCallback() { this.form?.removeEventListener("submit", this.choose) }

  choose = () => { this.form.dataset.lane = this.querySelector("input").checked ? "anonymous" : "named" }
})

const FAR = 6                                    // pixels before a press becomes a drag
const ACROSS = 3                                 // surfaces beside each other
const PATIENCE = 4000                            // milliseconds in which the wall may still show it elsewhere

/* The wall, one cell at a time. Own cards have a grip: drag it onto a cell, or press it and choose one. A card that
   somebody put down stays there until the server says the same, or says no. */
customElements.define("kr-lab-wall", class extends HTMLElement {
  put = new Map()                                // card -> the cell where it was put down here

  connectedCallback() {
    this.at ??= this.getAttribute("start")
    this.addEventListener("click", this.choose)
    this.addEventListener("keydown", this.walk)
    document.addEventListener("kr:ours", this.dress)
    document.addEventListener("kr:refused", this.refused)
    document.addEventListener("kr:sent", this.sent)
    this.said ??= this.appendChild(made("p", { className: "small lab-said", role: "status" }))
    this.said.dataset.my = "said"
    this.dress()
  }

  disconnectedCallback() {
    document.removeEventListener("kr:ours", this.dress)
    document.removeEventListener("kr:refused", this.refused)
    document.removeEventListener("kr:sent", this.sent)
  }

  get cells() { return [...this.querySelectorAll(".lab-cell")] }
  get ways() { return [...this.querySelectorAll(".lab-to")] }
  name(cell) { return this.cells.find((one) => one.dataset.cell === cell)?.querySelector("h2").textContent ?? "" }

  choose = (event) => {
    const way = event.target.closest(".lab-to")
    if (!way) return
    event.preventDefault()
    this.at = way.dataset.cell
    this.dress()
    this.cells.find((one) => one.dataset.cell === this.at).focus({ preventScroll: true })
  }

  /* Arrow keys go from cell to cell, as on a wall. */
  walk = (event) => {
    const { ways } = this, here = ways.indexOf(event.target)
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -ACROSS, ArrowDown: ACROSS }[event.key]
    if (here < 0 || !step) return
    event.preventDefault()
    const sideways = Math.abs(step) === 1, there = here + step
    if (sideways && Math.floor(there / ACROSS) !== Math.floor(here / ACROSS)) return
    ways[there]?.focus()
  }

  /* After every change: the chosen cell in sight, cards where they were put down, and a grip on what is mine. */
  dress = (event) => {
    const at = document.activeElement
    for (const one of this.cells) one.toggleAttribute("data-my-hidden", one.dataset.cell !== this.at)
    for (const one of this.ways) {
      if (one.dataset.cell === this.at) one.dataset.myHere = ""
      else delete one.dataset.myHere
      one.ariaCurrent = one.dataset.cell === this.at ? "true" : null
    }
    for (const [card, cell] of this.put) this.hold(card, cell)
    const lanes = new Map([...document.querySelectorAll("kr-own [data-own]")].map(({ dataset: d }) => [d.own, d.lane]))
    const leads = document.querySelector("kr-own [data-leads]")
    for (const card of this.querySelectorAll("[data-card]")) {
      const grip = card.querySelector("[data-my=grip]")
      const lane = lanes.get(card.dataset.card) ?? (leads ? "named" : "")
      if (!lane) grip?.remove()
      else if (!grip) card.prepend(this.grip(card))
      if (lane) card.dataset.myLane = lane
    }
    // A card that was hung elsewhere, or came back as another node, takes the keyboard along.
    const on = event?.detail?.lost ?? at, card = on?.closest("[data-card]")?.dataset.card
    if (!card || document.activeElement !== document.body) return
    const there = on.isConnected ? on : this.querySelector(`[data-card="${CSS.escape(card)}"] [data-my=grip]`)
    there?.focus({ preventScroll: true })
  }

  hold(card, cell) {
    const [first, ...rest] = this.querySelectorAll(`[data-card="${CSS.escape(card)}"]`)
    if (!first) return this.put.delete(card)     // withdrawn by its author
    const all = [first, ...rest]
    if (all.some((one) => one.dataset.in === cell)) this.put.delete(card)
    const stays = all.find((one) => one.dataset.in === cell) ?? first
    for (const one of all) if (one !== stays) one.remove()
    const list = this.cells.find((one) => one.dataset.cell === cell).querySelector("ul")
    if (stays.parentNode !== list) list.append(stays)
  }

  refused = ({ detail: item }) => {
    if (item.kind === "cl.move") this.let(item.key)
  }

  sent = ({ detail: item }) => {
    // Somebody else may have moved it after me; then the wall is right.
    if (item.kind === "cl.move" && this.put.has(item.key)) setTimeout(() => this.let(item.key), PATIENCE)
  }

  let(card) {
    if (!this.put.delete(card)) return
    const found = this.querySelector(`[data-card="${CSS.escape(card)}"]`)
    const home = this.cells.find((one) => one.dataset.cell === found?.dataset.in)?.querySelector("ul")
    if (home && found.parentNode !== home) home.append(found)
  }

  move(card, cell) {
    const [surface, time] = cell.split(".")
    const outbox = document.querySelector("kr-outbox")
    const { card: key, myLane: lane } = card.dataset
    if (card.closest(".lab-cell").dataset.cell === cell) return
    this.put.set(key, cell)
    card.dataset.myMoved = ""
    this.dress()
    this.said.textContent = this.getAttribute("moved").replace("{cell}", this.name(cell))
    outbox.queue({ activity: this.getAttribute("activity"), lane, step: this.getAttribute("step"), kind: "cl.move", key, payload: { surface, time }, from: "wall" })
    outbox.now()
  }

  grip(card) {
    const grip = made("button", { type: "button", className: "lab-grip" })
    grip.dataset.my = "grip"
    grip.ariaLabel = this.getAttribute("drag").replace("{text}", card.querySelector(".card-text").textContent.slice(0, 60))
    grip.addEventListener("click", () => { if (!this.dragged) this.menu(card, grip) })
    grip.addEventListener("pointerdown", (event) => this.drag(event, card, grip))
    return grip
  }

  /* The same with a keyboard or a single tap. */
  menu(card, grip) {
    const open = card.querySelector("[data-my=menu]")
    if (open) return open.remove()
    const box = made("p", { className: "lab-menu" })
    box.dataset.my = "menu"
    const select = box.appendChild(made("select", { className: "input" }))
    select.ariaLabel = grip.ariaLabel
    for (const one of this.cells) select.append(new Option(this.name(one.dataset.cell), one.dataset.cell))
    select.value = card.closest(".lab-cell").dataset.cell
    const button = box.appendChild(made("button", { type: "button", className: "button" }))
    button.append(this.getAttribute("do"))
    button.onclick = () => {
      box.remove()
      this.move(card, select.value)
      this.at = select.value
      this.dress()
      card.querySelector("[data-my=grip]")?.focus()
    }
    grip.after(box)
    select.focus()
  }

  drag(event, card, grip) {
    if (event.button) return
    const key = card.dataset.card
    const pointer = event.pointerId
    const start = [event.clientX, event.clientY]
    let ghost = null
    let over = null
    this.dragged = false
    grip.setPointerCapture(pointer)
    const go = ({ pointerId, clientX: x, clientY: y }) => {
      if (pointerId !== pointer) return
      if (!ghost && Math.hypot(x - start[0], y - start[1]) < FAR) return
      if (!ghost) {
        ghost = document.body.appendChild(card.cloneNode(true))
        ghost.removeAttribute("id")
        ghost.className = "card lab-ghost"
        ghost.ariaHidden = "true"
        this.dataset.myDrag = ""
        this.dragged = true
        this.said.textContent = this.getAttribute("drop")
      }
      ghost.style.transform = `translate(${x}px, ${y}px)`
      over?.removeAttribute("data-my-over")
      over = document.elementFromPoint(x, y)?.closest("kr-lab-wall [data-cell]") ?? null
      over?.setAttribute("data-my-over", "")
    }
    const end = ({ pointerId, type }) => {
      if (pointerId !== pointer) return
      removeEventListener("pointermove", go)
      removeEventListener("pointerup", end)
      removeEventListener("pointercancel", end)
      ghost?.remove()
      delete this.dataset.myDrag
      over?.removeAttribute("data-my-over")
      const now = this.querySelector(`[data-card="${CSS.escape(key)}"]`)
      if (ghost && now && type === "pointerup" && over) this.move(now, over.dataset.cell)
      setTimeout(() => { this.dragged = false })
    }
    // Somebody else may move the card meanwhile, and the grip goes with it; the pointer stays with me.
    addEventListener("pointermove", go)
    addEventListener("pointerup", end)
    addEventListener("pointercancel", end)
  }
})

/* What came onto the wall since the list of things to connect or bundle was fetched, is added when it is opened. */
const top = (root) => {
  const cards = [...document.querySelectorAll("kr-lab-wall [data-card]")]
  const words = (card) => card.querySelector(".card-text").textContent.slice(0, 60)
  for (const select of root.querySelectorAll('form[data-kind="cl.link"] select')) {
    const has = new Set([...select.options].map((one) => one.value))
    for (const card of cards) if (!has.has(card.dataset.card)) select.append(new Option(words(card), card.dataset.card))
  }
  for (const list of root.querySelectorAll('form[data-kind="cl.cluster"] .lab-checks')) {
    const has = new Set([...list.querySelectorAll("input")].map((one) => one.value))
    for (const card of cards.filter((one) => !has.has(one.dataset.card))) {
      const label = list.appendChild(made("label", { className: "check" }))
      label.append(made("input", { type: "checkbox", name: "cards:list", value: card.dataset.card }), made("span", { textContent: words(card) }))
    }
  }
}
document.addEventListener("toggle", ({ target }) => { if (target.open && target.closest("kr-own")) top(target) }, true)

/* <kr-lab-find label="…">: only the cards in which the typed words stand; what was ticked stays in sight. */
customElements.define("kr-lab-find", class extends HTMLElement {
  connectedCallback() {
    if (this.box) return
    const label = made("label", { className: "field" })
    label.dataset.my = "find"
    this.box = made("input", { type: "search", className: "input", autocomplete: "off" })
    label.append(made("span", { className: "label", textContent: this.getAttribute("label") }), this.box)
    this.prepend(label)
    // It is no part of the answer, so Enter does not send it.
    this.box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault() })
    this.box.addEventListener("input", (event) => { event.stopPropagation(); this.find() })
    document.addEventListener("kr:ours", () => this.find())
  }

  find() {
    const words = this.box.value.toLowerCase().split(/\s+/).filter(Boolean)
    for (const card of this.querySelectorAll(".check")) {
      const text = card.textContent.toLowerCase()
      card.toggleAttribute("data-my-hidden", !card.querySelector(":checked") && !words.every((word) => text.includes(word)))
    }
  }
})
