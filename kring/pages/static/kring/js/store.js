/* What this device keeps for one seat. Another seat on the same device has its own corner. */

const seat = document.querySelector("kr-outbox")?.getAttribute("seat") || "nobody"
const corner = `kring:${seat.slice(0, 13)}:`
const KEPT_DAYS = 3
let place = {}                                   // for a browser that keeps nothing

try {
  localStorage.setItem(`${corner}seen`, Date.now())
  place = localStorage
} catch { /* then it lasts as long as the page */ }

export const read = (name) => {
  try { return JSON.parse(place[corner + name] ?? "null") } catch { return null }
}

export const write = (name, value) => {
  try { place[corner + name] = JSON.stringify(value) } catch { return false }
  return true
}

export const drop = (name) => { delete place[corner + name] }

/* The names that begin like this, in order. */
export const names = (start) => Object.keys(place)
  .filter((name) => name.startsWith(corner + start)).map((name) => name.slice(corner.length)).sort()

export const forget = (from = corner) => {
  for (const name of Object.keys(place)) if (name.startsWith(from)) delete place[name]
}

/* On a shared device nobody finds the corner of last week's seat. */
for (const name of Object.keys(place)) {
  const other = name.match(/^(kring:.*:)seen$/)?.[1]
  if (other && Math.abs(Date.now() - place[name]) > KEPT_DAYS * 864e5) forget(other)
}

/* randomUUID exists only on https and localhost; a school may serve over http. */
export const uuid = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g,
  (c) => (c ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> c / 4).toString(16))
