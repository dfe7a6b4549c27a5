"""A name in a text: asked on the phone before it goes, as who sends it, and never in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

ASKED = "Hier lijkt de naam van iemand te staan."


def writing(meeting: Callable[..., Any]) -> tuple[Any, Any]:
    """Aart at the scenarios."""
    here = meeting()
    amina = here.facilitator()
    phone = here.joined("Aart")
    amina.goes_to("scenarios")
    phone.at_step("scenarios")
    return here, phone


def test_the_writer_rewrites_or_confirms(meeting: Callable[..., Any]) -> None:
    here, phone = writing(meeting)
    phone.write("red.who", "Amina gaat dit doen.")
    phone.shows(ASKED)
    expect(phone.page.locator("[data-my=naming] b")).to_have_text("Amina")
    assert here.answers("cc.scenario") == []
    phone.tap("Ik pas het aan")
    expect(phone.field("red.who")).to_be_focused()
    expect(phone.field("red.who")).to_have_value("Amina gaat dit doen.")
    phone.write("red.who", "Iemand gaat dit doen.")
    phone.waits_for_state("saved")
    assert here.answers("cc.scenario") == [{"text": "Iemand gaat dit doen."}]
    phone.write("red.first_step", "Sam uit 3b vragen.")
    phone.shows(ASKED)
    phone.tap("Toch zo versturen")
    phone.waits_for_state("saved")
    phone.page.wait_for_timeout(300)
    assert here.answers("cc.scenario")[-1] == {"text": "Sam uit 3b vragen."}
    expect(phone.page.locator("[data-my=naming]")).to_have_count(0)


def test_without_a_line_nothing_is_asked_and_nothing_is_lost(meeting: Callable[..., Any]) -> None:
    here, phone = writing(meeting)
    phone.offline()
    phone.write("red.who", "Amina gaat dit doen.")
    phone.waits_for_state("offline")
    phone.offline(False)
    phone.waits_for_state("saved", within=20)
    assert here.answers("cc.scenario") == [{"text": "Amina gaat dit doen."}]


def test_a_voice_asks_alone(meeting: Callable[..., Any]) -> None:
    """No cookie of the seat goes along with the text of a voice, and no token with that of a seat."""
    here = meeting(tool="change_lab", steps=["evaluate"])
    phone = here.joined("Aart")
    phone.at_step("evaluate")
    heard: list[dict[str, str]] = []
    phone.page.on(
        "request",
        lambda asked: heard.append(asked.all_headers()) if asked.url.endswith("/mentions") else None,
    )
    form = phone.form("cl.card", "product")
    form.locator("textarea").fill("Amina praat veel")
    form.locator('[name="safe_check:flag"]').check(force=True)
    form.locator("kr-lab-lane input").check(force=True)
    form.get_by_role("button").last.click()
    phone.shows(ASKED)
    assert len(heard) == 1 and heard[0]["authorization"].startswith("Voice ") and "cookie" not in heard[0]
