/* Before a text goes: does it name somebody? Asked as whoever will send it (a voice comes alone), and never in the
   way: without a line or an answer in time it simply goes. The names themselves are not on this device. */

import { read } from "./store.js"

const CAPITAL = /\p{Lu}\p{L}/u
const WHO = ["name", "owner", "alt"]             // fields that ask for a name
const PATIENCE = 1500                            // milliseconds
const TEXTS = "textarea, input.input:not([type]), input[type=text]"
const sure = new WeakMap()                       // form -> the text its writer is sure about
const asking = new WeakMap()                     // form -> what was asked, and by which button it goes
let going = null

const written = (form) => [...form.elements]
  .filter((one) => one.matches(TEXTS) && !WHO.includes(one.name.split(":")[0]))
  .map((one) => one.value).join("\n")

const ask = async ({ activity, lane }, text) => {
  const paper = lane === "anonymous" ? read(`paper:${activity}`) : null
  if (lane === "anonymous" && !paper?.taken) return null
  const answer = await fetch(`/api/v1/activities/${activity}/mentions`, {
    method: "POST",
    body: JSON.stringify({ text }),
    headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang, ...(paper && { Authorization: `Voice ${paper.token}` }) },
    credentials: paper ? "omit" : "same-origin",
    cache: "no-store",
    signal: AbortSignal.timeout?.(PATIENCE),
  }).catch(() => null)
  return answer?.ok ? answer.json().catch(() => null) : null
}

/* Let it go as it would have gone: by its button, or by itself. */
const go = (form) => {
  const { by } = asking.get(form) ?? {}
  asking.delete(form)
  going = form
  const outbox = document.querySelector("kr-outbox")
  // The step may have gone on meanwhile; what was written still counts.
  if (by === undefined || !form.isConnected) outbox.keep(form, by !== undefined)
  else form.requestSubmit(by?.isConnected ? by : undefined)
  going = null
}

const question = (form, text, told) => {
  const box = Object.assign(document.createElement("div"), { className: "note note-warn" })
  box.dataset.my = "naming"
  box.setAttribute("role", "alert")
  const inner = box.appendChild(Object.assign(document.createElement("div"), { className: "stack stack-tight" }))
  const line = inner.appendChild(document.createElement("p"))
  line.append(`${told.ask} `, Object.assign(document.createElement("b"), { textContent: told.found.join(", ") }))
  const does = inner.appendChild(Object.assign(document.createElement("p"), { className: "row" }))
  const choice = (words, act) => {
    const made = does.appendChild(Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: words }))
    made.onclick = () => { box.remove(); act() }
    return made
  }
  choice(told.change, () => { asking.delete(form); form.querySelector("textarea, input.input")?.focus() })
  choice(told.send, () => { sure.set(form, text); go(form) })
  form.append(box)
  // Whoever typed on in another field stays there.
  if (asking.get(form)?.by !== undefined) does.firstChild.focus()
}

/* Between the form and the outbox: the form itself says in which lane it goes, and only then is it asked. */
const before = (event, form, by) => {
  if (form === going) return
  const text = written(form)
  if (!CAPITAL.test(text) || sure.get(form) === text) return
  event.preventDefault()
  event.stopPropagation()
  const busy = asking.get(form)?.text === text
  asking.set(form, { text, by: by === undefined ? asking.get(form)?.by : by })
  if (busy) return                               // typed and then pressed: one question
  form.querySelector("[data-my=naming]")?.remove()
  const outbox = document.querySelector("kr-outbox")
  outbox.looks(1)
  ask(form.dataset, text).then((told) => {
    if (asking.get(form)?.text !== text) return  // written on meanwhile
    if (told?.found.length && form.isConnected) question(form, text, told)
    else go(form)
  }).finally(() => outbox.looks(-1))
}

document.body.addEventListener("submit", (event) => {
  if (event.target.matches("form.say")) before(event, event.target, event.submitter)
})
document.body.addEventListener("change", (event) => {
  const { target } = event
  if (target.form?.matches("form.say[data-auto]") && target.matches(TEXTS) && target.form.checkValidity()) before(event, target.form)
})
