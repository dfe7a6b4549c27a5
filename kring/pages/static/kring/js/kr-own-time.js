/* In your own time all steps stand below each other: the first that still asks something stands open, and whoever
   is ready with one comes to the next. */

import { saidOf } from "./forms.js"
import { read } from "./store.js"

const steps = [...document.querySelectorAll(".own-time")]
const asks = (step) => [...step.querySelectorAll("form.say")].some((form) => !read(saidOf(form)))

if (!steps.some((step) => step.open)) (steps.find(asks) ?? steps[0]).open = true

document.addEventListener("kr:said", ({ target: form }) => {
  const step = form.closest(".own-time")
  const next = step?.nextElementSibling
  if (!form.matches(".ready") || !next?.matches(".own-time")) return
  next.open = true
  next.querySelector("summary").focus({ preventScroll: true })
  next.scrollIntoView({ block: "start" })
})
