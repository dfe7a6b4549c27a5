/* <kr-photo no="…" away="…">: a photo from the camera or the album, made small on the phone itself. What the camera
   wrote beside it (place, moment) stays behind. It waits in the store until its card is sent. */

import { drop, read, uuid, write } from "./store.js"

const SIDE = 1280                                // pixels
const QUALITY = 0.8

customElements.define("kr-photo", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", ({ target }) => { if (target.type === "file") this.take(target) })
    this.addEventListener("kr:filled", () => this.show())
    this.closest("form")?.addEventListener("reset", () => setTimeout(() => this.show()))
    this.show()
    // Chosen before this script was there.
    const early = this.querySelector("[type=file]")
    if (early?.files.length) this.take(early)
  }

  get ident() { return this.querySelector("[name=image]") }

  async take(input) {
    const [file] = input.files
    input.value = ""
    if (!file) return
    this.say("")
    const canvas = await smaller(file).catch(() => null)
    if (!canvas) return this.say(this.getAttribute("no"))
    if (!this.closest("form.say")) return this.instead(input, canvas)
    drop(`photo:${this.ident.value}`)
    const ident = uuid()
    write(`photo:${ident}`, canvas.toDataURL("image/jpeg", QUALITY).split(",")[1])
    this.set(ident)
  }

  /* In a form that the browser itself sends, the small photo goes instead of the one that was chosen. */
  async instead(input, canvas) {
    const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY))
    const files = new DataTransfer()
    files.items.add(new File([small], "photo.jpg", { type: small.type }))
    input.files = files.files
    this.toggleAttribute("data-my-has", true)
    this.offer(canvas, () => {
      input.value = ""
      this.toggleAttribute("data-my-has", false)
      this.querySelector("[data-my=photo]").remove()
    })
  }

  set(ident) {
    this.ident.value = ident
    this.ident.dispatchEvent(new Event("input", { bubbles: true }))     // part of what was typed
    this.show()
  }

  /* The photo as it will go, and a way back. */
  async show() {
    const ident = this.ident.value
    this.toggleAttribute("data-my-has", Boolean(ident))
    if (ident === this.shown) return
    this.shown = ident
    this.querySelector("[data-my=photo]")?.remove()
    const kept = ident && read(`photo:${ident}`)
    if (!ident) return
    const seen = kept && await smaller(new Blob([Uint8Array.from(atob(kept), (one) => one.charCodeAt(0))])).catch(() => "")
    if (this.shown === ident) this.offer(seen || "", () => {
      drop(`photo:${ident}`)
      this.set("")
    })
  }

  /* What was chosen, and a button that takes it away. */
  offer(seen, forget) {
    const box = document.createElement("div")
    box.dataset.my = "photo"
    box.className = "photo-chosen"
    const away = document.createElement("button")
    away.type = "button"
    away.className = "button"
    away.textContent = this.getAttribute("away")
    away.onclick = () => {
      forget()
      this.querySelector("[type=file]").focus()
    }
    box.append(seen, away)
    this.prepend(box)
  }

  say(text) {
    this.querySelector("[data-my=no-photo]")?.remove()
    if (!text) return
    const line = this.appendChild(document.createElement("p"))
    line.dataset.my = "no-photo"
    line.className = "error"
    line.setAttribute("role", "alert")
    line.textContent = text
  }
})

/* A picture on a canvas, upright and no longer than SIDE. */
const smaller = async (file) => {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" })
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height))
  const canvas = document.createElement("canvas")
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const pen = canvas.getContext("2d")
  pen.fillStyle = "white"
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return canvas
}
