/* <kr-outbox>: shows at once, sends until it has arrived, and says honestly how far it is.
   Everything waiting stands in the store, one name each, so that a reload, a second tab, ten minutes without
   wifi or a restart of the server lose nothing; the uuid makes that it counts once. */

import { draftOf, payload, refill, saidOf, says, values } from "./forms.js"
import { drop, forget, names, read, uuid, write } from "./store.js"

const AGAIN = [1, 2, 4, 8, 15]                   // seconds between tries
const PATIENCE = 15000                           // milliseconds for one try

customElements.define("kr-outbox", class extends HTMLElement {
  tries = 0
  line = true
  arrived = false
  asked = 0                                      // texts that are being looked at before they go

  connectedCallback() {
    document.addEventListener("submit", (event) => this.take(event))
    document.addEventListener("click", ({ detail }) => { this.pointer = detail > 0 })
    document.addEventListener("change", ({ target }) => {
      const form = target.form
      if (form?.matches?.("form.say[data-auto]") && form.checkValidity()) this.keep(form, this.pointer)
    })
    document.addEventListener("kr:line", ({ detail }) => { this.line = detail.open; if (detail.open) this.now() })
    document.addEventListener("kr:paper", () => this.now())
    document.addEventListener("visibilitychange", () => this.now())
    addEventListener("online", () => this.now())
    addEventListener("offline", () => this.tell())
    addEventListener("storage", ({ key, newValue }) => {
      // Another tab of this phone sent it.
      if (key?.includes(":out:") && !newValue) this.arrived = true
      this.tell()
    })
    this.now()
  }

  /* ---- taking ---- */

  take(event) {
    const form = event.target
    if (form.matches("[data-leave]")) forget()
    if (!form.matches("form.say")) return
    event.preventDefault()
    this.keep(form, true)
  }

  keep(form, walks) {
    const { activity, step, kind, lane, erase, resend } = form.dataset
    const own = { activity, lane, step, kind }
    // Where everybody gave their name there are no papers, and one lane.
    const other = lane === "named" && document.querySelector("kr-paper") ? "anonymous" : "named"
    const key = form.dataset.key === "new" ? uuid() : form.dataset.key
    const said = payload(form)
    if (erase) this.queue({ activity, lane: other, erase: erase.split(" ") })
    this.queue({ ...own, key, payload: said, from: form.dataset.key, typed: values(form) })
    for (const name of resend ? names(`said:${activity}/`) : []) {
      const [, theirs, ...rest] = name.split("/")
      const again = resend.split(" ").includes(theirs) && read(name)
      if (again) this.queue({ activity, lane, step: read(`step:${activity}/${theirs}`), kind: theirs, key: rest.join("/"), payload: again })
    }
    if ("again" in form.dataset) form.reset()
    else {
      write(saidOf(form), said)
      write(`step:${activity}/${kind}`, step)
      form.dataset.mySaid = ""
    }
    form.querySelector("[data-my=no]")?.remove()
    form.dispatchEvent(new CustomEvent("kr:said", { bubbles: true, detail: { walks } }))
    this.now()
  }

  queue(item) {
    const last = Number(names("out:").at(-1)?.split(":")[1] ?? 0)
    const ident = uuid()
    write(`out:${String(last + 1).padStart(9, "0")}:${ident}`, { ...item, uuid: ident })
  }

  /* ---- sending ---- */

  now() {
    clearTimeout(this.later)
    this.tell()
    const work = () => this.drain()
    if (navigator.locks) navigator.locks.request("kring-out", work)
    else this.chain = (this.chain ?? Promise.resolve()).then(work)
  }

  async drain() {
    const held = new Set()                       // lanes that wait for something; order counts within a lane
    let again = false
    for (let name; (name = names("out:").find((one) => !held.has(read(one)?.lane)));) {
      const item = read(name)
      const outcome = item ? await this.offer(item) : "done"
      if (outcome === "later") return this.soon()
      if (outcome === "held" || outcome === "ill") held.add(item.lane)
      else drop(name)
      again ||= outcome === "ill"
      this.tell()
    }
    if (again) this.soon()
    else this.tries = 0
  }

  soon() {
    this.tell()
    clearTimeout(this.later)
    const wait = AGAIN[Math.min(this.tries++, AGAIN.length - 1)]
    this.later = setTimeout(() => this.now(), wait * 1000 * (0.8 + Math.random() / 2))
  }

  /* Offer one item: "done", "held" (its lane cannot go on now), "ill" (the server could not) or "later" (no line). */
  async offer(item) {
    const paper = item.lane === "anonymous" ? read(`paper:${item.activity}`) : null
    if (item.lane === "anonymous" && !paper?.taken) {
      if (!paper?.lost) return "held"
      this.refuse(item, paper.lost)
      return "done"
    }
    const photo = item.payload?.image && read(`photo:${item.payload.image}`)
    let answer = photo ? await bring(item, photo, paper).catch(() => null) : null
    if (!photo || answer?.ok) answer = await post(item, paper).catch(() => null)
    const told = await answer?.json().catch(() => null)
    this.line = Boolean(told)
    if (answer?.ok && told && ("seq" in told || "erased" in told)) {
      this.arrived = true
      if (photo) drop(`photo:${item.payload.image}`)
      this.dispatchEvent(new CustomEvent("kr:sent", { bubbles: true, detail: item }))
      return "done"
    }
    if (!told || answer.ok) return "later"         // no line, or a page of somebody in between
    if (answer.status >= 500) return "ill"
    this.refuse(item, told.message ?? this.getAttribute("no-answer"))
    return told.error === "no_seat" ? "held" : "done"
  }

  /* An ordinary no: say why beside the question, and give back what was typed. */
  refuse(item, message) {
    const { activity, step, kind, key, from, typed } = item
    this.dispatchEvent(new CustomEvent("kr:refused", { bubbles: true, detail: item }))
    if (from === undefined) return               // sent by itself, not by a tap
    const form = says().find(({ dataset: d }) => d.activity === activity && d.kind === kind && d.key === from)
    drop(`said:${activity}/${kind}/${key}`)
    const draft = draftOf({ dataset: { activity, step, kind, key: from } })
    if (typed && !read(draft)) write(draft, typed)
    if (form) {
      delete form.dataset.mySaid
      if (typed && !("myDraft" in form.dataset)) {
        refill(form, typed)
        form.dataset.myDraft = ""
      }
    }
    // A question that was walked past or folded away cannot say it; then it stands above everything.
    const beside = form?.checkVisibility?.() ?? form
    const words = made("div", beside ? "refused" : "note note-bad refused")
    words.dataset.my = "no"
    words.setAttribute("role", "alert")
    const inner = words.appendChild(made("div", "stack stack-tight"))
    const line = inner.appendChild(made("p", beside ? "error" : "", message))
    if (beside) {
      form.querySelector("[data-my=no]")?.remove()
      form.append(words)
      return
    }
    const texts = form ? [] : Object.values(typed ?? {}).flat().filter((text) => text.length > 12)
    for (const text of texts) inner.append(made("blockquote", "", text))
    if (texts.length) line.append(` ${this.getAttribute("typed")}`)
    const close = inner.appendChild(made("button", "button", this.getAttribute("close")))
    close.type = "button"
    close.onclick = () => words.remove()
    for (const old of document.querySelectorAll(".note.refused")) if (old.textContent === words.textContent) old.remove()
    document.querySelector("main").prepend(words)
  }

  /* ---- saying how far it is ---- */

  /* A text is looked at before it goes, or no longer: until then it is not saved. */
  looks(more) {
    this.asked += more
    this.tell()
  }

  tell() {
    const n = names("out:").length + this.asked
    const state = n && (!this.line || !navigator.onLine) ? "offline" : n ? "waiting" : navigator.onLine && this.arrived ? "saved" : navigator.onLine ? "" : "offline"
    const words = { saved: "saved", offline: "offline", waiting: n === 1 ? "one" : "many" }[state]
    const count = this.getAttribute(n === 1 ? "one" : "many").replace("{n}", n)
    const text = state === "offline" && n ? `${count}. ${this.getAttribute("offline")}` : words ? this.getAttribute(words).replace("{n}", n) : ""
    if (state) this.dataset.state = state
    else delete this.dataset.state
    this.dataset.waiting = n
    if (this.textContent !== text) this.textContent = text
  }
})

const post = async (item, paper) => {
  const body = item.erase ? { kinds: item.erase }
    : { uuid: item.uuid, step: item.step, kind: item.kind, key: item.key, payload: item.payload }
  return fetch(`/api/v1/activities/${item.activity}/${item.erase ? "erasure" : "contributions"}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang, ...(paper && { Authorization: `Voice ${paper.token}` }) },
    // A voice comes alone: no cookie of the seat goes along.
    credentials: paper ? "omit" : "same-origin",
    keepalive: true,
    cache: "no-store",
    signal: AbortSignal.timeout?.(PATIENCE),
  })
}

/* A photo goes before its card, under an id of its own. */
const bring = (item, photo, paper) => fetch(`/api/v1/activities/${item.activity}/photos/${item.payload.image}`, {
  method: "PUT",
  body: Uint8Array.from(atob(photo), (one) => one.charCodeAt(0)),
  headers: { "Content-Type": "image/jpeg", "Accept-Language": document.documentElement.lang, ...(paper && { Authorization: `Voice ${paper.token}` }) },
  credentials: paper ? "omit" : "same-origin",
  signal: AbortSignal.timeout?.(4 * PATIENCE),
})

const made = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text })
