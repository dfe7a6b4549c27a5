"""Looking at one page as many people would: on small and large screens, in the dark, without colour, by keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}},
    "resultTypes": ["violations"],
    "preload": {"assets": ["media"]},
}
"""All but the colour of letters: `weigh` asks for that in the same variant. No rule of these reads style sheets."""
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules that weigh colours; they take two thirds of the time."""
OF_COLOURS = {"runOnly": {"type": "rule", "values": COLOURS}, "resultTypes": ["violations"]}
OF_SHAPE = {**RULES, "rules": {**RULES["rules"], **{rule: {"enabled": False} for rule in COLOURS}}}
OF_PLACE = {
    **OF_COLOURS,
    "runOnly": {"type": "rule", "values": ("target-size", "scrollable-region-focusable")},
}
"""The rules that measure; all others read the page and what of it is visible."""
LAPTOP, PHONE, TABLET = (1280, 800), (390, 844), (820, 1180)
PLAIN: dict[str, Any] = {"forced_colors": "none", "reduced_motion": "no-preference", "color_scheme": "light"}
# One page, seen otherwise: colours are weighed again where colours differ, everything else where the shape does.
VARIANTS: dict[str, tuple[tuple[int, int], dict[str, Any], dict[str, Any]]] = {
    "desktop": (LAPTOP, {}, RULES),
    "forced colours": (LAPTOP, {"forced_colors": "active"}, OF_COLOURS),
    "reduced motion": (LAPTOP, {"reduced_motion": "reduce"}, OF_SHAPE),
    "tablet": (TABLET, {}, OF_SHAPE),
    "phone": (PHONE, {}, OF_SHAPE),
    "dark": (PHONE, {"color_scheme": "dark"}, OF_COLOURS),
}
"""In an order in which the window changes seldom: a page that is laid out anew takes its time."""

WEIGHED = ("desktop", "forced colours", "dark")
"""The variants in which colours differ."""
weighed: dict[str, set[str]] = {}
"""Letters that are good, per variant."""
dressed: WeakKeyDictionary[Page, dict[str, Any]] = WeakKeyDictionary()
"""How a page is seen now; to tell Chromium what it knows takes as long as something new."""

SMALL = ("desktop", "dark")
"""For the empty and the error variant of a face, and for whoever sees the same face as somebody else."""

LETTERS = """(strict) => {
  // Everything that decides how letters stand out, per element with letters; two that are the same are weighed once.
  const still = ({ position, inset }) => position === "static" || position === "relative" && !/[1-9]/.test(inset)
  const moved = (style) => !still(style) || style.transform !== "none" || style.translate !== "none"
    || style.margin.includes("-")
  const paints = (one, { backgroundColor, backgroundImage }) => backgroundColor !== "rgba(0, 0, 0, 0)"
    || backgroundImage !== "none" || one.matches("img, svg, canvas, video")
  const lies = new Map()
  const under = (one) => {
    if (!one) return ""
    if (!lies.has(one)) {
      const style = getComputedStyle(one)
      const { backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position } = style
      const own = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position].join()
      const opaque = /^rgb\\(/.test(backgroundColor) && backgroundImage === "none"
      lies.set(one, opaque && opacity === "1" ? own : `${moved(style) ? "?" : ""}${own} ${under(one.parentElement)}`)
    }
    return lies.get(one)
  }
  const called = (one) => one ? `${one.tagName}.${one.getAttribute("class") ?? ""}` : ""
  const has = (one) => one.matches("input, select, textarea")
    || [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
  const seen = [...document.body.querySelectorAll("*")].filter((one) => one.checkVisibility())
  // What is painted elsewhere than where it stands: on the laptop, so that in other colours nothing else is asked.
  const apart = []
  for (const one of strict ? seen : []) {
    const style = getComputedStyle(one)
    if (moved(style) && paints(one, style)) apart.push([one, one.getBoundingClientRect()])
  }
  const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
  const strangers = (a, b) => !a.contains(b) && !b.contains(a)
  const crossed = (one, box) => apart.some(([other, its]) => meets(box, its) && strangers(one, other))
  window.kringLetters = seen.filter(has)
  return window.kringLetters.map((one) => {
    const below = under(one), box = one.getBoundingClientRect()
    // What may lie on something else than what holds it is weighed each time, unless it is only read aloud.
    if (strict && Math.min(box.width, box.height) > 1 && (below.includes("?") || crossed(one, box))) return null
    const style = getComputedStyle(one)
    const { color, fontSize, fontWeight, textShadow, textDecorationLine } = style
    const around = one.parentElement ? getComputedStyle(one.parentElement).color : ""
    return [called(one), called(one.parentElement), color, around, style.webkitTextFillColor, fontSize, fontWeight,
      textShadow, textDecorationLine, one.disabled ? "disabled" : "", below].join("|")
  })
}"""

BEGIN = """() => {
  window.kringRead = new Set()
  document.querySelectorAll("details").forEach((one) => { one.open = true })
  return Boolean(window.axe)
}"""

CHECK = """async ({ rules, place, letters }) => {
  if (place) {
    // What is visible and where it is: as it was in a variant before, or only elsewhere, or otherwise.
    const all = [...document.querySelectorAll("*")]
    const visible = all.map((one) => Number(one.checkVisibility({ visibilityProperty: true }))).join("")
    const boxes = all.map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect()
      return [x, y, width, height].map(Math.round).join()
    }).join(" ")
    const read = window.kringRead
    if (read.has(visible) && read.has(boxes)) return []
    if (read.has(visible)) rules = place
    read.add(visible).add(boxes)
  }
  // Colours that are on their way from one variant to the next are nobody's colours.
  if (!document.adoptedStyleSheets.length) {
    const still = new CSSStyleSheet()
    still.replaceSync("*, *::before, *::after { transition: none !important }")
    document.adoptedStyleSheets = [still]
  }
  for (const one of document.getAnimations()) if (one.effect?.getComputedTiming().endTime < 2000) one.finish()
  // Chromium tells the fill of letters as if nothing were forced, though it paints them in `color`; axe believes it.
  const style = CSSStyleDeclaration.prototype
  style.kringAsk ??= style.getPropertyValue
  style.getPropertyValue = function (name) {
    return this.kringAsk(name === "-webkit-text-fill-color" ? "color" : name)
  }
  const where = letters ? { include: letters.map((place) => window.kringLetters[place]) } : document
  const { violations } = await axe.run(where, rules)
  return violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.target.join(" ")}\\n${node.failureSummary}\\n${node.html.slice(0, 300)}`))
}"""

STOPS = """() => {
  const focusable = "a[href], button, input, select, textarea, summary, [tabindex]"
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest("[inert]")
  const able = (one) => one.tabIndex >= 0 && !one.disabled && one.type !== "hidden"
  const top = document.querySelector("dialog:modal") ?? document
  const forms = [...document.forms]
  const radio = (one) => `radio ${forms.indexOf(one.form)} ${one.name}`
  const near = (one) => [one, ...(one.labels ?? []), one.nextElementSibling, one.parentElement].filter(Boolean)
  const look = (one) => near(one).map((at) => {
    const { outline, boxShadow, borderColor, backgroundColor } = getComputedStyle(at)
    return [outline, boxShadow, borderColor, backgroundColor].join()
  }).join(" | ")
  const name = (one) => `${one.outerHTML.slice(0, 160).replace(/\\s+/g, " ")}`
  const at = () => document.activeElement
  const turned = (one) => {
    for (let up = one; up; up = up.parentElement) {
      const style = getComputedStyle(up)
      if (style.order !== "0" || style.flexDirection.includes("reverse")) return true
    }
    return false
  }
  const all = [...top.querySelectorAll(focusable)].filter((one) => shown(one) && able(one))
  const before = new Map(all.map((one) => [one, look(one)]))
  const seen = new Set()
  const group = (one) => one.type === "radio" ? radio(one) : one
  const told = []
  window.kringWalk = {
    told, last: null, where: "",
    // Where the keyboard is now: "again" once it has been everywhere and comes back, "" else.
    step() {
      const one = at()
      if (!one || one === document.body || one === document.documentElement) return seen.size ? "out" : ""
      if (one === this.last) return ""
      if (seen.has(group(one))) return "again"
      if (this.last && one.tabIndex <= 0
          && !(this.last.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING)) {
        told.push(`order: ${name(one)} comes after ${name(this.last)}`)
      }
      seen.add(group(one))
      this.last = one
      if (before.has(one) && before.get(one) === look(one)) told.push(`focus not visible: ${name(one)}`)
      if (turned(one)) told.push(`seen in another order than it is read: ${name(one)}`)
      const box = (near(one).find((part) => part.getBoundingClientRect().width > 4) ?? one).getBoundingClientRect()
      const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, innerHeight / 3)]
      const hit = document.elementFromPoint(x, y)
      if (!hit) told.push(`focus out of view: ${name(one)}`)
      else if (!near(one).some((part) => part.contains(hit) || hit.contains(part))) {
        told.push(`focus behind something: ${name(one)} under ${name(hit)}`)
      }
      return ""
    },
    missed: () => all.filter((one) => one.isConnected && !seen.has(group(one)))
      .map((one) => `never reached: ${name(one)}`),
    now() { return this.where ||= this.step() },
    first: () => at()?.classList.contains("skip"),
  }
  // Each key finds the keyboard where the one before brought it: to ask after each would take as long as all else.
  const hear = ({ key }) => { if (key === "Tab") kringWalk.now() }
  window.kringHears ??= document.addEventListener("keydown", hear, true) ?? true
  const groups = new Set(all.map(group)).size
  if (top !== document) {                        // a question begins with the focus inside
    seen.add(group(at()))
    window.kringWalk.last = at()
    return groups
  }
  const body = document.body
  body.tabIndex = -1
  body.focus()
  body.removeAttribute("tabindex")
  return groups
}"""


def look(page: Page, variants: tuple[str, ...] = tuple(VARIANTS)) -> list[str]:
    """What axe finds, per variant. Everything that can be unfolded is unfolded first."""
    if not page.evaluate(BEGIN):
        page.evaluate(AXE)
    found: dict[str, list[str]] = {}
    for variant in variants:
        size, media, rules = VARIANTS[variant]
        fit(page, size)
        dress(page, media)
        wrong = [] if rules is OF_COLOURS else check(page, rules, place=OF_PLACE)
        wrong += weigh(page, variant) if variant in WEIGHED else []
        for one in wrong:
            found.setdefault(one, []).append(variant)
    return [f"[{', '.join(where)}] {one}" for one, where in found.items()]


def check(page: Page, rules: dict[str, Any], **given: Any) -> list[str]:
    """What axe finds by these rules on the page, or in these of its `letters` only; by the rules of `place` where
    all that is visible was read in a variant before."""
    found: list[str] = page.evaluate(CHECK, {"rules": rules, "place": None, "letters": None, **given})
    return found


def weigh(page: Page, variant: str) -> list[str]:
    """What axe finds in the colours of letters that look like none that are known to be good in this variant."""
    good = weighed.setdefault(variant, set())
    new: dict[str | int, int] = {}
    for place, looks in enumerate(page.evaluate(LETTERS, variant == "desktop")):
        if looks not in good:
            new.setdefault(looks or place, place)
    found = check(page, OF_COLOURS, letters=list(new.values())) if new else []
    if not found:
        good.update(one for one in new if isinstance(one, str))
    return found


def dress(page: Page, media: dict[str, Any]) -> None:
    """See the page in these colours and with or without motion; so it stays until it is dressed again."""
    wanted = {**PLAIN, **media}
    if dressed.get(page) != wanted:
        page.emulate_media(**wanted)
        dressed[page] = wanted


def fit(page: Page, size: tuple[int, int]) -> None:
    """Give the window this size, if it has another."""
    width, height = size
    if page.viewport_size != {"width": width, "height": height}:
        page.set_viewport_size({"width": width, "height": height})


def walk(page: Page, size: tuple[int, int] = LAPTOP, skip: bool = True) -> list[str]:
    """Go through the page by Tab: what is not reached, not seen, out of order, or holds the keyboard."""
    fit(page, size)
    dress(page, {"reduced_motion": "reduce"})
    stops = page.evaluate(STOPS)
    told: list[str] = []
    page.keyboard.down("Tab")  # and held: each `down` is one more of the same
    if skip and not page.evaluate("kringWalk.first()"):
        told.append("the first Tab does not come to the skip link")
    for presses in (stops, *[4] * (stops + 3)):
        for _ in range(presses):
            page.keyboard.down("Tab")
        if page.evaluate("kringWalk.now()"):
            break
    else:
        told.append("the keyboard does not get out")
    page.keyboard.up("Tab")
    told += page.evaluate("[...kringWalk.told, ...kringWalk.missed()]")
    if skip:
        told += skipped(page)
    return [f"[keyboard] {one}" for one in told]


def skipped(page: Page) -> list[str]:
    """The skip link leads into the main part."""
    page.evaluate(STOPS)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    inside = page.evaluate("document.querySelector('main').contains(document.activeElement)")
    return [] if inside else ["the skip link does not lead to the main part"]


def told(found: list[str]) -> str:
    """Findings as text, for an assertion."""
    return "\n\n".join(["", *found])
