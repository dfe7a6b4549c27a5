"""A lab hangs there between its meetings, for whoever belongs to the circle."""

from __future__ import annotations

import uuid

import pytest

from kring.conftest import Cast, Gathering
from kring.engine.meetings.actions import contribute
from kring.engine.meetings.course import AgendaItem, close_meeting, go_on
from kring.engine.meetings.models import Activity, Meeting
from kring.tests.faces import problems

CLOSED_DOOR = {
    "surface": "mirror",
    "time": "present",
    "text": "De deur is dicht.",
    "mirror_kind": "story",
    "safe_check": True,
}
STEPS = ["checkin", "mirror_in", "mirror_look", "ambition", "close"]


def says(gathering: Gathering, seat: int, step: str, **payload: object) -> None:
    envelope = {"uuid": str(uuid.uuid4()), "step": step, "kind": "cl.card", "key": "", "payload": payload}
    contribute(gathering.activity, "named", str(gathering.seats[seat].pk), envelope)


@pytest.fixture
def lab(cast: Cast) -> Gathering:
    """A first meeting of a lab that is over; one card in the vision."""
    settings = {"question": "Hoe leren wij van elkaars lessen?", "steps": STEPS}
    gathering = cast.meeting("change_lab", people=2, settings=settings)
    activity = gathering.activity
    activity.open_steps = "ambition mirror_in"
    activity.save()
    says(gathering, 0, "ambition", surface="model", time="future", text="Elke les staat open.")
    gathering.close()
    return gathering


def address(cast: Cast, meeting: Meeting) -> str:
    thread = Activity.objects.get(meeting=meeting).thread
    return f"/communities/{cast.community.pk}/walls/{thread}/"


def test_members_and_a_critical_friend_see_the_wall_between_meetings(cast: Cast, lab: Gathering) -> None:
    for name in ("amina", "bram", "dewi"):
        page = cast[name].signed_in().get(address(cast, lab.meeting))
        html = page.content.decode()
        assert page.status_code == 200 and "Elke les staat open." in html, name
        assert "Hoe leren wij van elkaars lessen?" in html and problems(html) == []
    circle = cast.bram.signed_in().get(f"/communities/{cast.community.pk}/").content.decode()
    assert address(cast, lab.meeting) in circle


def test_somebody_of_another_circle_reads_a_sentence_and_nothing_else(cast: Cast, lab: Gathering) -> None:
    for name in ("chris", "els"):
        page = cast[name].signed_in().get(address(cast, lab.meeting))
        html = page.content.decode()
        assert page.status_code == 404 and "Alleen wie bij de kring hoort" in html, name
        assert "Elke les" not in html and "lessen" not in html
    invented = f"/communities/{cast.community.pk}/walls/{uuid.uuid4()}/"
    assert "Alleen wie bij de kring hoort" in cast.chris.signed_in().get(invented).content.decode(), (
        "no telling apart"
    )
    assert cast.bram.signed_in().get(invented).status_code == 404
    assert "Alleen wie" not in cast.zara.signed_in().get(address(cast, lab.meeting)).content.decode()
    assert cast.stranger().get(address(cast, lab.meeting)).status_code == 302
    assert (
        address(cast, lab.meeting)
        not in cast.chris.signed_in().get(f"/communities/{cast.community.pk}/").content.decode()
    )


def test_the_lab_of_another_circle_is_not_found_under_this_one(cast: Cast, lab: Gathering) -> None:
    thread = Activity.objects.get(meeting=lab.meeting).thread
    here = f"/communities/{cast.other_community.pk}/walls/{thread}/"
    assert cast.chris.signed_in().get(here).status_code == 404


def test_while_a_meeting_goes_on_the_wall_shows_its_cards_and_the_way_in(cast: Cast, lab: Gathering) -> None:
    thread = Activity.objects.get(meeting=lab.meeting).thread
    agenda = [AgendaItem("change_lab", settings={"session_no": 2, "steps": STEPS}, thread=thread)]
    again = cast.meeting(people=1, agenda=agenda, title="Bijeenkomst twee")
    activity = again.activity
    activity.open_steps = "ambition"
    activity.save()
    says(again, 0, "ambition", surface="model", time="present", text="Wij lopen binnen.")
    html = cast.bram.signed_in().get(address(cast, lab.meeting)).content.decode()
    assert "Elke les staat open." in html and "Wij lopen binnen." in html
    assert f'href="/m/{again.meeting.pk}/"' in html and html.count("Bijeenkomst twee") >= 2
    close_meeting(again.meeting)
    html = cast.bram.signed_in().get(address(cast, lab.meeting)).content.decode()
    assert f'href="/m/{again.meeting.pk}/"' not in html and "Wij lopen binnen." in html


def test_while_a_meeting_goes_on_the_wall_runs_ahead_of_the_board_in_nothing(
    cast: Cast, lab: Gathering
) -> None:
    thread = Activity.objects.get(meeting=lab.meeting).thread
    agenda = [AgendaItem("change_lab", settings={"session_no": 2, "steps": STEPS}, thread=thread)]
    again = cast.meeting(people=2, agenda=agenda)

    def wall() -> str:
        return cast.bram.signed_in().get(address(cast, lab.meeting)).content.decode()

    def forward() -> None:
        activity = Activity.objects.get(pk=again.activity.pk)
        go_on(again.meeting, f"{activity.pk}/{activity.step}")
        again.activity.refresh_from_db()

    forward()
    says(again, 0, "ambition", surface="model", time="future", text="Wij lopen binnen.")
    forward()
    assert again.activity.step == "mirror_in"
    says(again, 1, "mirror_in", **CLOSED_DOOR)
    assert "Wij lopen binnen." in wall() and "De deur is dicht." not in wall()
    forward()
    assert again.activity.step == "mirror_look" and "De deur is dicht." in wall()
    close_meeting(again.meeting)
    assert "De deur is dicht." in wall()


def test_a_card_that_nobody_looked_at_waits_for_the_end_of_the_meeting(cast: Cast, lab: Gathering) -> None:
    thread = Activity.objects.get(meeting=lab.meeting).thread
    steps = ["mirror_in", "barometer"]
    agenda = [AgendaItem("change_lab", settings={"session_no": 2, "steps": steps}, thread=thread)]
    again = cast.meeting(people=1, agenda=agenda)
    says(again, 0, "mirror_in", **CLOSED_DOOR)
    go_on(again.meeting, f"{again.activity.pk}/mirror_in")
    html = cast.bram.signed_in().get(address(cast, lab.meeting)).content.decode()
    assert "Elke les staat open." in html and "De deur is dicht." not in html
    close_meeting(again.meeting)
    assert "De deur is dicht." in cast.bram.signed_in().get(address(cast, lab.meeting)).content.decode()


def test_the_school_sees_what_its_author_let_go_without_a_name_and_nothing_of_a_closed_circle(
    cast: Cast,
) -> None:
    """Section 8 of tool 02: what is in the lab stays there, unless every author says yes."""
    gathering = cast.meeting("change_lab", people=2, settings={"question": "Hoe leren wij?", "steps": STEPS})
    activity = gathering.activity
    activity.open_steps = "ambition mirror_in"
    activity.save()
    for seat, text in enumerate(("Elke les staat open.", "Dit blijft onder ons.")):
        says(gathering, seat, "ambition", surface="model", time="future", text=text)
    card = activity.named.get(payload__text="Elke les staat open.")
    yes = {"uuid": str(uuid.uuid4()), "step": "ambition", "kind": "cl.release", "key": str(card.pk)}
    contribute(gathering.activity, "named", str(gathering.seats[0].pk), {**yes, "payload": {"on": True}})
    gathering.close()
    here = address(cast, gathering.meeting)
    page = cast.els.signed_in().get(here)
    html = page.content.decode()
    assert page.status_code == 200 and "Elke les staat open." in html and problems(html) == []
    assert "Dit blijft onder ons." not in html and "Aart" not in html and "Verslag" not in html
    assert here in cast.els.signed_in().get(f"/communities/{cast.community.pk}/").content.decode()
    cast.community.confidentiality = "closed"
    cast.community.save()
    assert cast.els.signed_in().get(here).status_code == 404
    assert "Dit blijft onder ons." in cast.bram.signed_in().get(here).content.decode()
