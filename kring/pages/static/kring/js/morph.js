/* Make what is on the page look like what came in, and leave alone what belongs to the person in front of it:
   a form they are in, anything marked data-my, and the inside of elements that fill themselves. */

import { busy } from "./forms.js"

const THEIR_OWN_INSIDE = "kr-own, kr-timer, kr-paper"

const key = (node) => node.nodeType !== 1 ? "" : node.dataset.part ?? (node.id || (node.matches("form.say")
  ? `${node.dataset.step}/${node.dataset.kind}/${node.dataset.key}` : ""))
const same = (a, b) => a.nodeName === b.nodeName && key(a) === key(b)
const mine = (node) => node.nodeType === 1 && "my" in node.dataset
const kept = (node) => node.nodeType === 1 && (node.matches("form.say") ? busy(node)
  : [...node.querySelectorAll("form.say")].some(busy))

export const morph = (old, fresh) => {
  const rest = [...old.childNodes].filter((node) => !mine(node))
  let before = null                              // the last node that is in its place
  for (const want of [...fresh.childNodes]) {
    const place = rest.findIndex((node) => same(node, want))
    const next = before ? before.nextSibling : old.firstChild
    if (place < 0) {
      before = old.insertBefore(want, next)
      continue
    }
    const [found] = rest.splice(place, 1)
    // Moving a node takes the focus out of it; then it may stay where it is.
    if (found !== next && !kept(found)) old.insertBefore(found, next)
    become(found, want)
    before = found
  }
  for (const node of rest) if (!kept(node)) node.remove()
}

const become = (old, want) => {
  if (old.isEqualNode(want)) return
  if (old.nodeType !== 1) {
    old.data = want.data
    return
  }
  if (old.matches("form.say") && busy(old)) return
  attributes(old, want)
  if (!old.matches(THEIR_OWN_INSIDE)) morph(old, want)
}

const attributes = (old, want) => {
  const own = (name) => name.startsWith("data-my") || name === "open"
    || (name === "hidden" && old.parentNode.nodeName === "KR-WALK")
  for (const { name, value } of want.attributes) {
    if (!own(name) && old.getAttribute(name) !== value) old.setAttribute(name, value)
  }
  for (const { name } of [...old.attributes]) if (!own(name) && !want.hasAttribute(name)) old.removeAttribute(name)
}
