/* Everything on the phone page; each file adds one behaviour and knows no other element. */

import "./kr-outbox.js"
import "./kr-paper.js"
import "./kr-walk.js"
import "./kr-own.js"
import "./kr-live.js"
import { read, write } from "./store.js"

/* Counters come with the few questions that ask for a text. */
const counters = () => { if (document.querySelector("kr-count")) import("./kr-count.js") }
document.addEventListener("kr:ours", counters)
counters()

/* <kr-back code="…">: the way-back code, shown once and then kept on this device. */
const back = document.querySelector("kr-back")
if (back) {
  const code = back.getAttribute("code") || read("back")
  if (code) write("back", code)
  back.hidden = !code
  back.querySelector("b").textContent = code ?? ""
}
