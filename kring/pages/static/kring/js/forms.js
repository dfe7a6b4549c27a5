/* One question is one form: form.say. The name of an input says its type; the server reads it the same way.
   What was typed but not sent survives a reload, a next step and a new screen; what was sent is shown again. */

import { drop, read, write } from "./store.js"

const TYPES = {
  int: (all) => whole(all.at(-1)),
  word: (all) => all.at(-1) || null,
  list: (all) => all.filter(Boolean),
  flag: (all) => all.some(Boolean),
}
const whole = (text) => text.trim() === "" ? null : /^-?\d{1,15}$/.test(text.trim()) ? Number(text) : text

/* Every value in the form by the name of its input, as a draft keeps it. */
export const values = (form) => {
  const found = {}
  for (const [name, value] of new FormData(form)) if (!name.startsWith("_")) (found[name] ??= []).push(value)
  return found
}

export const payload = (form) => Object.fromEntries(Object.entries(values(form)).map(([name, all]) => {
  const [word, type] = name.split(":")
  return [word, TYPES[type]?.(all) ?? (type in TYPES ? null : all.at(-1))]
}))

/* Put values back, as `values` found them. */
export const refill = (form, found) => {
  const left = structuredClone(found)
  for (const input of [...form.elements]) {      // what is filled may bring a button with it
    if (!input.name || input.name.startsWith("_") || input.type === "hidden" || input.type === "submit") continue
    const all = left[input.name]
    if (input.type === "radio" || input.type === "checkbox") input.checked = !!all?.includes(input.value)
    else if (all) input.value = all.shift() ?? ""
    input.dispatchEvent(new Event("kr:filled", { bubbles: true }))
  }
}

/* The values that a payload was made of. */
export const unpacked = (form, said) => {
  const found = {}
  for (const { name } of form.elements) {
    const value = said[name.split(":")[0]]
    if (name && !name.startsWith("_") && value !== undefined) {
      found[name] = [value].flat().map((one) => one === true ? "yes" : one === null || one === false ? "" : `${one}`)
    }
  }
  return found
}

export const says = (root = document) => [...root.querySelectorAll("form.say")]
export const draftOf = ({ dataset: d }) => `draft:${d.activity}/${d.step}/${d.kind}/${d.key}`
export const saidOf = ({ dataset: d }) => `said:${d.activity}/${d.kind}/${d.key}`

/* Somebody is in this form, or typed something that was not sent yet. */
export const busy = (form) => "myDraft" in form.dataset || form.contains(document.activeElement)

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form.say")
  if (!form) return
  form.dataset.myDraft = ""
  write(draftOf(form), values(form))
})

document.addEventListener("kr:said", ({ target: form }) => {
  delete form.dataset.myDraft
  drop(draftOf(form))
})

/* Fill the forms below `root` that nobody is in: with the draft, else with what was sent. */
export const fill = (root = document) => {
  for (const form of says(root)) {
    if (form.contains(document.activeElement) && "myFilled" in form.dataset) continue
    const draft = read(draftOf(form))
    const said = "again" in form.dataset ? null : read(saidOf(form))
    form.dataset.myFilled = ""
    if (draft) form.dataset.myDraft = ""
    if (said) form.dataset.mySaid = ""
    if (draft || said) refill(form, draft ?? unpacked(form, said))
  }
}

document.addEventListener("kr:ours", ({ target }) => fill(target))
fill()
