/* Keys for whoever leads: a key presses the button that says so in aria-keyshortcuts. Never while somebody types,
   never with another key held, never while a question is open; and they can be turned off. */
const NAMES = { " ": "Space", "+": "Plus" }
const TYPING = "input, textarea, select, [contenteditable]"
const PRESSABLE = "button, a, summary, [role=button]"
const OFF = "kring-keys-off"
const isOff = () => { try { return Boolean(localStorage.getItem(OFF)) } catch { return false } }
const setOff = (off) => { try { localStorage[off ? "setItem" : "removeItem"](OFF, "yes") } catch { /* not kept here */ } }

customElements.define("kr-keys", class extends HTMLElement {
  connectedCallback() {
    this.listen = (event) => this.heard(event)
    document.addEventListener("keydown", this.listen)
    const choice = document.getElementById("keys-on")
    if (!choice) return
    choice.checked = !isOff()
    choice.addEventListener("change", () => setOff(!choice.checked))
  }
  disconnectedCallback() { document.removeEventListener("keydown", this.listen) }
  heard(event) {
    if (event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return
    if (isOff() || document.querySelector("dialog[open]")) return
    const at = event.target instanceof Element ? event.target : document.body
    if (at.closest(TYPING) || (event.key === " " && at.closest(PRESSABLE))) return
    const key = (NAMES[event.key] ?? event.key).toLowerCase()
    const wanted = [...document.querySelectorAll("[aria-keyshortcuts]")].find((button) =>
      button.getAttribute("aria-keyshortcuts").toLowerCase().split(" ").includes(key))
    if (!wanted || wanted.disabled) return
    event.preventDefault()
    wanted.click()
  }
})
