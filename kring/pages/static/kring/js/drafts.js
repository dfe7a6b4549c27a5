/* What was typed but not sent survives a reload, a next step and a new screen; what was sent is shown again. */

import { draftOf, refill, saidOf, says, unpacked, values } from "./forms.js"
import { drop, read, write } from "./store.js"

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
document.addEventListener("kr:mine", () => fill())
fill()
