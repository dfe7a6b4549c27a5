"""The permission cases, told as situations in examples/permission_cases.yaml."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import timezone

from kring.conftest import Cast, Gathering
from kring.engine.meetings.leading import hand_over
from kring.engine.meetings.models import Voice
from kring.engine.people.models import Consent
from kring.engine.rights import may

CASES = yaml.safe_load((Path(__file__).parent / "examples" / "permission_cases.yaml").read_text("utf-8"))


def els_is_member(cast: Cast, gathering: Gathering) -> None:
    cast.join("els", cast.community)


def bram_leads(cast: Cast, gathering: Gathering) -> None:
    hand_over(gathering.meeting, gathering.sit_down("Bram", person=cast.bram.person))


def circle_agrees_to_research(cast: Cast, gathering: Gathering) -> None:
    for row in cast.community.memberships.members():
        Consent.objects.create(person=row.person, about="research", community=cast.community)


def circle_is_closed(cast: Cast, gathering: Gathering) -> None:
    cast.community.confidentiality = "closed"
    cast.community.save()


def the_day_after(cast: Cast, gathering: Gathering) -> date:
    gathering.close()
    return timezone.localdate() + timedelta(days=1)


def after_scope_end(cast: Cast, gathering: Gathering) -> date:
    until = cast.dewi.person.memberships.get().until
    assert until
    return until + timedelta(days=1)


BEFORE = {
    one.__name__: one
    for one in (
        els_is_member,
        bram_leads,
        circle_agrees_to_research,
        circle_is_closed,
        the_day_after,
        after_scope_end,
    )
}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(cast: Cast, case: dict[str, Any]) -> None:
    gathering = cast.meeting(people=1)
    days = [BEFORE[step](cast, gathering) for step in case.get("first", ())]
    today = next((day for day in days if day), None)
    cast.community.refresh_from_db()
    stage = {
        "guest": gathering.seats[0],
        "voice": Voice.objects.filter(activity__meeting=gathering.meeting).first(),
        "activity": gathering.meeting.activities.get(),
        "meeting": gathering.meeting,
        "community": cast.community,
        "other_community": cast.other_community,
        "school": cast.school,
        "organisation": cast.organisation,
    } | {name: player.person for name, player in cast.players.items()}
    about = {
        key: stage[value] if key in ("owner", "author") else value
        for key, value in case.get("about", {}).items()
    }
    answer = may(
        stage[case["who"]],
        *case["ask"].split(),
        stage[case["where"]],
        today=today,
        through=case.get("through", ""),
        **about,
    )
    assert answer is case["may"]
