"""A whole change lab without a mouse: fourteen steps, every kind of question, by whoever leads and by a member."""

from __future__ import annotations

from labs import to
from players import Facilitator, Meeting, Phone
from playwright.sync_api import expect

STEPS = (
    *("checkin", "ambition", "mirror_in", "mirror_look", "history", "triangle", "tensions", "rate", "model"),
    *("zone", "experiment", "evaluate", "barometer", "close"),
)


FOCUSED = """([name, words]) => {
  const one = document.activeElement
  return one.matches(name) && one.textContent.includes(words)
}"""


class Keys:
    """A phone that is used with the keyboard only."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.page = phone.page

    def at(self, step: str) -> None:
        self.phone.at_step(step)

    def to(self, selector: str) -> None:
        """Tab until this has the focus; it may be written for the focused thing itself."""
        to(self.phone, selector)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def types(self, selector: str, text: str) -> None:
        self.to(selector)
        self.page.keyboard.type(text)

    def opens(self, words: str) -> None:
        """Unfold the part with this heading."""
        self.focus_text("summary", words)
        self.press("Enter")

    def focus_text(self, name: str, words: str) -> None:
        """Tab until an element of this name with these words has the focus."""
        for _ in range(160):
            self.press("Tab")
            if self.page.evaluate(FOCUSED, [name, words]):
                return
        raise AssertionError(f"the keyboard never came to {name} '{words}'")

    def sends(self, kind: str, key: str) -> None:
        """The button of this form."""
        self.to(f'form[data-kind="{kind}"][data-key="{key}"] button')
        self.press("Enter")
        self.phone.waits_for_state("saved")

    def ready(self) -> None:
        """Nothing more to add."""
        self.to(".lab-ready button")
        self.press("Enter")
        self.phone.waits_for_state("saved")

    def walks(self) -> None:
        """Answer what a walk asks, one question after the other, until nothing is left but "ready"."""
        for _ in range(30):
            if self.page.locator(".lab-ready-button:visible").count():
                break
            here = self.asked()
            self.to("kr-walk input")
            self.press("ArrowDown")
            if self.page.locator("kr-walk .lab-four:visible").count() == 2:
                self.press("Tab", "ArrowRight")
            self.page.wait_for_timeout(60)
            if self.asked() == here:
                on = self.page.locator("kr-walk button:visible", has_text="Verder")
                self.focus_text("button", "Verder" if on.count() else "Sla over")
                self.press("Enter")
        self.ready()

    def asked(self) -> str:
        """Which question of the walk is on the screen."""
        shown = self.page.locator("kr-walk > :is(form, article, section):visible").first
        return shown.get_attribute("data-key") or shown.get_attribute("class") or ""


def goes_on(leader: Facilitator, step: str) -> None:
    """Whoever leads presses the big button with the keyboard until this step runs."""
    leader.goes_to(step, by=lambda button: button.press("Enter", timeout=2000))


def answered(here: Meeting, kind: str) -> set[str]:
    """The questions of a kind that have an answer."""
    return {one[1] for one in here.stored()["anonymous"] if one[0] == kind}


def test_a_whole_lab_with_the_keyboard(meeting):
    here = meeting(tool="change_lab", steps=list(STEPS), session_no=4, question="Wie kijkt er mee?")
    leader, board = here.facilitator(), here.wall()
    bram = Keys(here.phone(is_mobile=False, has_touch=False, viewport={"width": 900, "height": 900}))
    bram.phone.scan()
    bram.types("#name", "Bram")
    bram.focus_text("button", "leraar")
    bram.press("Enter")
    bram.page.wait_for_url("**/m/*/")

    bram.at("checkin")
    bram.ready()

    goes_on(leader, "ambition")
    bram.at("ambition")
    bram.types('form[data-key="model"] textarea', "Een open deur")
    bram.sends("cl.card", "model")
    expect(board.locator("main")).to_contain_text("Een open deur")

    goes_on(leader, "mirror_in")
    bram.at("mirror_in")
    bram.types('form[data-key="mirror"] textarea', "De deur bleef dicht")
    bram.to('form[data-key="mirror"] [name="safe_check:flag"]')
    bram.press("Space")
    bram.sends("cl.card", "mirror")

    goes_on(leader, "mirror_look")
    bram.at("mirror_look")
    bram.to(".lab-reactions input")
    bram.press("Space")
    bram.phone.waits_for_state("saved")

    goes_on(leader, "history")
    bram.at("history")
    bram.types('[name="year:int"]', "1998")
    bram.types("#history-text", "Het nieuwe gebouw")
    bram.sends("cl.history", "event")
    expect(bram.page.locator(".lab-line")).to_contain_text("1998")

    goes_on(leader, "triangle")
    bram.at("triangle")
    bram.opens("Regels")
    bram.types('form[data-key="rules.now"] textarea', "De deur blijft dicht")
    bram.sends("cl.node", "rules.now")
    expect(board.locator("main")).to_contain_text("De deur blijft")

    goes_on(leader, "tensions")
    bram.at("tensions")
    for side, times in (("a", 4), ("b", 5)):
        bram.to(f'form[data-key="tension"] select[name="{side}"]')
        bram.press(*["ArrowDown"] * times)
    bram.types("#one-hand", "De deur is dicht")
    bram.types("#other-hand", "We willen kijken")
    bram.sends("cl.tension", "tension")
    expect(bram.page.locator("main")).to_contain_text("Tussen Regels en Met wie")

    goes_on(leader, "rate")
    bram.at("rate")
    bram.walks()
    assert here.answers("cl.rate")[-1]["recognise"] is not None

    goes_on(leader, "model")
    bram.at("model")
    bram.opens("Nieuwe proef")
    bram.types('form[data-kind="cl.experiment"] [name="title"]', "Op dinsdag kijken")
    bram.sends("cl.experiment", "new")
    expect(bram.page.locator("main")).to_contain_text("Op dinsdag kijken")

    goes_on(leader, "zone")
    bram.at("zone")
    bram.walks()
    goes_on(leader, "experiment")
    bram.at("experiment")
    bram.opens("Vertel hoe het ging")
    bram.types('form[data-kind="cl.exp_log"] [name="text"]', "Twee lessen gezien")
    bram.to('form[data-kind="cl.exp_log"] button')
    bram.press("Enter")
    expect(bram.page.locator("main")).to_contain_text("Twee lessen gezien")

    goes_on(leader, "evaluate")
    bram.at("evaluate")
    bram.types('form[data-key="product"] textarea', "We durven te kijken")
    bram.to('form[data-key="product"] [name="safe_check:flag"]')
    bram.press("Space")
    bram.sends("cl.card", "product")
    bram.walks()
    assert len(answered(here, "cl.eval")) == 6

    goes_on(leader, "barometer")
    bram.at("barometer")
    bram.walks()
    assert len(answered(here, "cl.baro")) == 8

    goes_on(leader, "close")
    bram.at("close")
    bram.opens("Ik schrijf mee")
    bram.types('form[data-kind="cl.scribe"] textarea', "We zagen dichte deuren.")
    bram.sends("cl.scribe", "")
    expect(bram.page.locator(".lab-told").first).to_contain_text("We zagen dichte deuren.")
    kinds = {one[0] for lane in here.stored().values() for one in lane}
    assert kinds >= {
        *(
            "cl.card",
            "cl.react",
            "cl.history",
            "cl.node",
            "cl.tension",
            "cl.rate",
            "cl.experiment",
            "cl.zone",
        ),
        *("cl.exp_log", "cl.eval", "cl.baro", "cl.scribe", "cl.done"),
    }
