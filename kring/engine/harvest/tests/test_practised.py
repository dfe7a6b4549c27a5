"""Did you practise? Asked of one person, counted without a name, and nobody else's business."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kring.conftest import Cast
from kring.engine.harvest.letters import asks_of
from kring.engine.harvest.links import check, press, read, signed
from kring.engine.harvest.models import HarvestProposal, PractisedMark
from kring.engine.harvest.practised import asked_of, counts_of, practised
from kring.engine.harvest.tests.people import MONDAY, promised
from kring.engine.meetings.models import Activity, Seat
from kring.kit.payload import Refused


def pair(cast: Cast, seeker: str = "bram", helper: str = "amina", activity: Activity | None = None):
    """A pair that would practise: the private action of the two, with the question to the seeker."""
    meeting = activity.meeting if activity else cast.meeting(people=0).meeting
    seats = [
        Seat.objects.get_or_create(
            meeting=meeting, person=cast[name].person, defaults={"shown_name": name.title()}
        )[0]
        for name in (seeker, helper)
    ]
    action = promised(
        cast, f"Oefenen met groen, samen met {helper.title()}.", seeker, helper, private=True, due_on=MONDAY
    )
    action.seats.set(seats)
    asked = {"asks": "buddy_check", "asked": str(seats[0].pk), "colour": "green"}
    HarvestProposal.objects.create(
        meeting=meeting,
        activity=activity or meeting.current,
        rule="H5",
        kind="action",
        text=action.title,
        private_to=[str(one.pk) for one in seats],
        data=asked,
        status="accepted",
        node=action,
    )
    return action, activity or meeting.current


def test_only_the_seeker_is_asked_and_from_a_week_before_the_date(cast: Cast) -> None:
    action, _ = pair(cast)
    assert asked_of(cast.bram.person, MONDAY) == [action]
    assert asked_of(cast.bram.person, MONDAY - timedelta(8)) == []
    assert asked_of(cast.bram.person, MONDAY + timedelta(weeks=27)) == []
    assert asked_of(cast.amina.person, MONDAY) == []


def test_an_answer_is_counted_once_and_says_nothing_of_anybody(cast: Cast) -> None:
    action, activity = pair(cast)
    practised(action, cast.bram.person, "a_little", today=MONDAY)
    assert counts_of(activity) == {"a_little": 1}
    with pytest.raises(Refused, match="already_rated"):
        practised(action, cast.bram.person, "yes", today=MONDAY)
    with pytest.raises(Refused, match="not_asked"):
        practised(action, cast.amina.person, "yes", today=MONDAY)
    with pytest.raises(Refused, match="unreadable"):
        practised(action, cast.bram.person, "often", today=MONDAY)
    assert counts_of(activity) == {"a_little": 1}
    assert [field.name for field in PractisedMark._meta.fields] == ["id", "action", "person"]
    action.refresh_from_db()
    assert action.status == "open" and not action.answers.exists()
    assert asked_of(cast.bram.person, MONDAY) == []


def test_the_letter_asks_it_instead_of_the_action_and_the_buddy_gets_the_action(cast: Cast) -> None:
    pair(cast)
    [mine] = asks_of(cast.bram.person, MONDAY)
    assert mine.about == "practice"
    assert mine.text == "Oefenen met groen, samen met Amina.\nHeb je het in deze kleur aangepakt?"
    assert [one.about for one in asks_of(cast.amina.person, MONDAY)] == ["action"]


def test_a_link_in_the_letter_answers_it_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    action, activity = pair(cast)
    monkeypatch.setattr("kring.engine.harvest.practised.timezone.localdate", lambda: MONDAY)
    asked = read(signed(cast.bram.person, "practice", "yes", action.pk))
    assert asked.question == "Heb je het in deze kleur aangepakt?"
    check(asked)
    press(asked)
    assert counts_of(activity) == {"yes": 1}
    with pytest.raises(Refused, match="already_rated"):
        check(asked)
    theirs = read(signed(cast.amina.person, "practice", "yes", action.pk))
    with pytest.raises(Refused, match="not_asked"):
        press(theirs)
    assert counts_of(activity) == {"yes": 1}


def test_on_the_own_page_with_three_buttons(cast: Cast) -> None:
    action, activity = pair(cast)
    action.due_on = action.opened_on + timedelta(days=3)
    action.save()
    browser = cast.bram.signed_in()
    page = browser.get("/open/").content.decode()
    assert "Heb je het in deze kleur aangepakt?" in page and "Een beetje" in page
    assert "Heb je het" not in cast.amina.signed_in().get("/open/").content.decode()
    assert browser.post(f"/open/actions/{action.pk}/practised/", {"what": "no"}).status_code == 302
    assert counts_of(activity) == {"no": 1}
    again = browser.post(f"/open/actions/{action.pk}/practised/", {"what": "yes"})
    assert again.status_code == 409 and "veranderen kan niet meer" in again.content.decode()
    assert "Heb je het" not in browser.get("/open/").content.decode()
    assert (
        cast.chris.signed_in().post(f"/open/actions/{action.pk}/practised/", {"what": "no"}).status_code
        == 404
    )
