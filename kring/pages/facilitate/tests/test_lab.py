"""What a lab asks of whoever leads: bundling what a whole school brought, marks by hand, and the plan."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from kring.conftest import Cast, Gathering
from kring.engine.meetings.course import AgendaItem
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.scenes import shown


def lab(cast: Cast, **settings: Any) -> Gathering:
    return cast.meeting(people=3, agenda=[AgendaItem("change_lab", settings=settings)])


def says(here: Gathering, chair: int, step: str, kind: str, key: str = "", **payload: Any) -> str:
    envelope = {"uuid": str(uuid.uuid4()), "step": step, "kind": kind, "key": key, "payload": payload}
    where = f"/api/v1/activities/{here.activity.pk}/contributions"
    answer = here.phone(chair).post(where, envelope, content_type="application/json")
    assert answer.status_code == 200, answer.json()
    return envelope["uuid"]


def mirror(here: Gathering, chair: int, text: str) -> str:
    payload = {"surface": "mirror", "time": "present", "mirror_kind": "story", "safe_check": True}
    return says(here, chair, "mirror_in", "cl.card", text=text, **payload)


def leads(cast: Cast, here: Gathering, **form: Any) -> Any:
    return cast.amina.signed_in().post(
        f"/lead/{here.meeting.pk}/say/", form, headers={"Accept": "application/json"}
    )


def live(here: Gathering) -> dict[str, Any]:
    state = read_meeting(str(here.meeting.pk))
    assert state is not None
    return dict(shown(state).live)


def test_what_a_whole_school_brought_is_bundled_from_the_page_of_whoever_leads(cast: Cast) -> None:
    here = lab(cast, wide=True)
    cards = [mirror(here, chair, f"Kaart {chair}") for chair in range(3)]
    page = cast.amina.signed_in().get(f"/lead/{here.meeting.pk}/").content.decode()
    assert "3 kaarten wachten tot je ze bundelt." in page
    form = {"_step": "mirror_in", "_kind": "cl.cluster", "_key": "new", "title": "De deur"}
    assert leads(cast, here, **form, **{"cards:list": cards[:2]}).status_code == 204
    assert [one["text"] for one in live(here)["mirror_in"]["queue"]] == ["Kaart 2"]


def test_only_what_belongs_to_leading_is_said_from_there(cast: Cast) -> None:
    here = lab(cast, steps=["mirror_in"])
    form = {
        "_step": "mirror_in",
        "_kind": "cl.card",
        "_key": "",
        "surface": "model",
        "time": "future",
        "text": "Zo",
    }
    assert leads(cast, here, **form).json()["error"] == "not_in_this_step"


@pytest.mark.parametrize(("seen", "kept"), [("yes", True), ("no", False), ("", None)])
def test_a_mark_by_hand_is_yes_no_or_left_to_the_count(cast: Cast, seen: str, kept: bool | None) -> None:
    here = lab(cast, steps=["close"], session_no=4)
    form = {
        "_step": "close",
        "_kind": "cl.action",
        "_key": "4:analyse",
        "mark": seen,
        "note": "In het gesprek",
    }
    assert leads(cast, here, **form).status_code == 204
    [one] = live(here)["close"]["learning"]
    assert one["seen"]["analyse"] is bool(kept)
    assert ("analyse" in one["by_hand"]) is (kept is not None)


def test_the_plan_asks_few_things_and_folds_the_rest_away(cast: Cast) -> None:
    where = f"/meetings/new/?community={cast.community.pk}"
    amina = cast.amina.signed_in()
    form = {"title": "Ons lab", "day": "2026-11-02", "clock": "15:00", "do": "add:change_lab"}
    page = amina.post(where, form).content.decode()
    assert '<details class="plan-more"><summary>Meer keuzes' in page
    form |= {"do": "save", "0-tool": "change_lab", "0-minutes": "90", "0-session_no": "2"}
    form |= {"0-perspective": "b", "0-steps": ["triangle", "close"]}
    amina.post(where, form)
    activity = cast.community.meetings.get(title="Ons lab").activities.get()
    assert activity.settings["perspective"] == "b"
    assert activity.settings["steps"] == ["triangle", "close"]
    again = amina.get(f"/meetings/{activity.meeting_id}/plan/").content.decode()
    assert '<details class="plan-more" open>' in again


@pytest.mark.parametrize(
    ("step", "kind", "payload", "change"),
    [
        (
            "tensions",
            "cl.tension",
            {"a": "rules", "b": "community", "one_hand": "dicht", "other_hand": "open"},
            {"a": "rules", "b": "object", "a_state": "new", "process": "exchange", "one_hand": "op slot"},
        ),
        (
            "triangle",
            "cl.node",
            {"component": "rules", "state": "now", "text": "De deur is dicht"},
            {"text": "Op slot"},
        ),
        ("history", "cl.history", {"year": 1998, "text": "Een nieuw gebouw"}, {"year": 1999}),
    ],
)
def test_what_is_mine_can_be_changed_where_it_was_written(
    cast: Cast, step: str, kind: str, payload: dict[str, Any], change: dict[str, Any]
) -> None:
    here = lab(cast, steps=[step, "close"])
    card = says(here, 0, step, kind, **payload)
    own = here.phone(0).get(f"/api/v1/activities/{here.activity.pk}/mine").json()["own"]
    assert f'<input type="hidden" name="replaces" value="{card}">' in own
    says(here, 0, step, kind, **payload | change, replaces=card)
    mine = here.phone(0).get(f"/api/v1/activities/{here.activity.pk}/mine").json()["own"]
    assert str(next(iter(reversed(change.values())))) in mine
    assert (
        f'<input type="hidden" name="replaces" value="{card}">'
        not in here.phone(1).get(f"/api/v1/activities/{here.activity.pk}/mine").json()["own"]
    )
