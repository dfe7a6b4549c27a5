/* Everything on the phone page; each file adds one behaviour and knows no other element. */

import "./kr-outbox.js"
import "./kr-paper.js"
import "./kr-live.js"
import { read, write } from "./store.js"

/* Others come when there is something for them to do; on a first visit every kilobyte is waited for. */
const back = document.querySelector("kr-back")
const fresh = back?.getAttribute("code")         // a seat that was just taken has nothing to restore
const has = (name) => document.querySelector(name)
const more = ({ detail }) => {
  if (detail?.stepped) has(".came-late")?.remove()
  if (has("kr-walk")) import("./kr-walk.js")
  if (has("kr-own") || !fresh) import("./kr-own.js")
  if (has(".own-time")) import("./kr-own-time.js")
  if (has("kr-timer")) import("./kr-timer.js")
  if (has("kr-names")) import("./kr-names.js")
  if (has(".say textarea, .say .input")) import("./kr-naming.js")
  if (has("kr-photo")) import("./kr-photo.js")
  if (has("kr-count")) import("./kr-count.js")
}
document.addEventListener("kr:ours", more)
more({})

/* <kr-back code="…">: the way-back code, shown once and then kept on this device. */
if (back) {
  const code = fresh || read("back")
  if (code) write("back", code)
  back.hidden = !code
  back.querySelector("b").textContent = code ?? ""
}

/* Once somebody goes on, the note with the code has been read; it stands below from then on. */
const away = () => has(".back-note")?.remove()
document.addEventListener("kr:said", away)
document.addEventListener("kr:ours", ({ detail }) => { if (detail?.stepped) away() })
