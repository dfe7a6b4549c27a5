/* What this device keeps for one seat. Another seat on the same device has its own corner. */

const outbox = document.querySelector("kr-outbox")
const seat = outbox?.getAttribute("seat") || "nobody"
const corner = `kring:${seat.slice(0, 13)}:`
const KEPT_DAYS = 3
const spare = {}                                 // where the device has no room: as long as the page lasts
let place = spare

try {
  localStorage.setItem(`${corner}seen`, Date.now())
  // A meeting in people's own time lasts for weeks: so does its paper.
  if (outbox?.hasAttribute("days")) localStorage.setItem(`${corner}days`, outbox.getAttribute("days"))
  place = localStorage
} catch { /* this browser keeps nothing */ }

export const read = (name) => {
  try { return JSON.parse(spare[corner + name] ?? place[corner + name] ?? "null") } catch { return null }
}

export const write = (name, value) => {
  const text = JSON.stringify(value)
  delete spare[corner + name]
  try { place[corner + name] = text } catch { spare[corner + name] = text }
}

export const drop = (name) => {
  delete spare[corner + name]
  delete place[corner + name]
}

/* The names that begin like this, in order. */
export const names = (start) => [...new Set([...Object.keys(place), ...Object.keys(spare)])]
  .filter((name) => name.startsWith(corner + start)).map((name) => name.slice(corner.length)).sort()

export const forget = (from = corner) => {
  for (const all of [place, spare]) for (const name of Object.keys(all)) if (name.startsWith(from)) delete all[name]
}

/* Forget every other corner in which something is kept under a name that begins like this and is such a one; not while
   it still has something to send. */
export const forgetOthers = (start, such) => {
  for (const [name, text] of Object.entries(place)) {
    const [, other, rest] = name.match(/^(kring:[^:]*:)(.*)$/) ?? []
    if (!other || other === corner || !rest.startsWith(start) || !such(JSON.parse(text))) continue
    if (!Object.keys(place).some((one) => one.startsWith(`${other}out:`))) forget(other)
  }
}

/* On a shared device nobody finds the corner of last week's seat. */
for (const name of Object.keys(place)) {
  const other = name.match(/^(kring:.*:)seen$/)?.[1]
  const days = Math.max(KEPT_DAYS, place[`${other}days`] ?? 0)
  if (other && Math.abs(Date.now() - place[name]) > days * 864e5) forget(other)
}

/* randomUUID exists only on https and localhost; a school may serve over http. */
export const uuid = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g,
  (c) => (c ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> c / 4).toString(16))
