"""What who leads a school sees of its circles, and what not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.anchors.ending import may_round_off, resting_since, round_off
from kring.engine.harvest.models import Action, Insight, RepertoireItem
from kring.engine.people.models import Community, RoleGrant
from kring.engine.rings.models import RingPicture
from kring.engine.rings.schools import take_school_pictures
from kring.engine.rings.tests.people import circle_of, met
from kring.kit.payload import Refused

TODAY = timezone.localdate()


def see(cast: Cast, name: str = "els") -> str:
    answer = cast[name].signed_in().get(reverse("school"))
    assert answer.status_code == 200
    return answer.text


def insight(cast: Cast, text: str, **more: Any) -> Insight:
    return Insight.objects.create(
        organisation=cast.organisation, community=cast.community, stage="insight", title=text, **more
    )


@pytest.mark.parametrize("name", ["amina", "bram", "chris", "dewi", "fatih", "hanna", "iris", "zara"])
def test_nobody_else_comes_here(cast: Cast, name: str) -> None:
    client = cast[name].signed_in()
    assert client.get(reverse("school")).status_code == 404
    assert reverse("school") not in client.get(reverse("home")).text


def test_all_circles_of_the_school_by_name_with_stage_and_question(cast: Cast) -> None:
    text = see(cast)
    assert text.index(cast.community.name) < text.index(cast.other_community.name)
    assert "Deze kring komt op gang" in text
    assert reverse("school") in cast.els.signed_in().get(reverse("home")).text


def test_of_a_closed_circle_only_its_name(cast: Cast) -> None:
    Community.objects.update(learning_question="Hoe dan?")
    assert see(cast).count("Hoe dan?") == 2
    Community.objects.filter(pk=cast.community.pk).update(confidentiality="closed")
    text = see(cast)
    assert text.count("Hoe dan?") == 1 and cast.community.name in text


def test_what_is_shared_stands_there_without_names_and_the_rest_does_not(cast: Cast) -> None:
    insight(cast, "Samen zien we meer.", visibility="school")
    insight(cast, "Dit blijft hier.")
    insight(cast, "Weggehaald.", visibility="school", node_status="withdrawn")
    action = Action.objects.create(
        organisation=cast.organisation,
        community=cast.community,
        stage="action",
        title="Een les openzetten.",
        visibility="school",
    )
    action.owners.add(cast.bram.person)
    RepertoireItem.objects.create(
        organisation=cast.organisation,
        community=cast.community,
        kind="routine",
        title="Rondje waarom",
        visibility="school",
    )
    text = see(cast)
    assert "Samen zien we meer." in text and "Een les openzetten." in text and "Rondje waarom" in text
    for hidden in ("Dit blijft hier.", "Weggehaald.", "Bram", "Amina"):
        assert hidden not in text


def test_as_who_leads_nobody_sees_what_they_see_as_a_member(cast: Cast) -> None:
    cast.join("els", cast.community)
    insight(cast, "Dit blijft hier.")
    assert "Dit blijft hier." not in see(cast)
    assert "Dit blijft hier." in cast.els.signed_in().get(reverse("community", args=[cast.community.pk])).text


def test_who_leads_a_team_sees_the_circles_of_the_team_and_no_shares(cast: Cast) -> None:
    RoleGrant.objects.filter(person=cast.els.person).update(school=None, team=cast.team)
    cast.bram.person.teams.add(cast.team)
    cast.chris.person.teams.clear()
    text = see(cast)
    assert cast.community.name in text and cast.other_community.name not in text
    assert "gaan over een hele school" in text


def test_shares_over_three_circles_never_over_fewer(cast: Cast) -> None:
    third = Community.objects.create(organisation=cast.organisation, school=cast.school, name="Kring Oost")
    for place, circle in enumerate((cast.community, cast.other_community, third)):
        people = circle_of(cast, 5, circle, stem=f"{place}")
        made = met(cast, 10, people, community=circle)
        RingPicture.objects.create(
            community=circle,
            meeting=made.meeting,
            n=5,
            counts={"newcomer": 1, "edge": 2, "active": 1, "core": 1},
            moves={"in": 0, "out": 0},
        )
    assert "25%" not in see(cast) and take_school_pictures() == 1
    text = see(cast)
    assert "25%" in text and "50%" in text
    third.memberships.all()[0].delete()
    text = see(cast)
    assert "25%" not in text and "bij drie kringen of meer" in text


# ---- rounding off ---------------------------------------------------------------------------------------


def rested(cast: Cast, days: int) -> Community:
    """A circle that was born so long ago and never met."""
    cast.school.holidays.all().delete()
    Community.objects.filter(pk=cast.community.pk).update(created_on=TODAY - timedelta(days=days))
    return Community.objects.get(pk=cast.community.pk)


def test_a_year_of_resting_begins_after_ninety_active_days(cast: Cast) -> None:
    circle = rested(cast, 454)
    assert resting_since(circle, TODAY) == TODAY - timedelta(days=364)
    assert not may_round_off(cast.els.person, circle, TODAY)
    assert may_round_off(cast.els.person, circle, TODAY + timedelta(days=1))
    begin = circle.created_on + timedelta(days=10)
    cast.school.holidays.create(name="zomer", first_day=begin, last_day=begin + timedelta(days=41))
    assert resting_since(circle, TODAY) == TODAY - timedelta(days=364 - 42)


def test_only_who_leads_the_school_rounds_it_off_with_a_reason(cast: Cast) -> None:
    circle = rested(cast, 500)
    for name in ("amina", "bram", "hanna", "iris", "fatih"):
        with pytest.raises(Refused, match="not_allowed"):
            round_off(circle, by=cast[name].person, reason="Al lang stil.")
    assert "Rond deze kring af" in see(cast)
    client = cast.els.signed_in()
    empty = client.post(reverse("school"), {"circle": circle.pk, "reason": ""})
    assert empty.status_code == 409
    said = {"circle": circle.pk, "reason": "Iedereen werkt nu elders."}
    assert client.post(reverse("school"), said).status_code == 302
    assert client.post(reverse("school"), said).status_code == 302
    circle.refresh_from_db()
    assert circle.ended_on == TODAY
    page = cast.bram.signed_in().get(reverse("community", args=[circle.pk])).text
    assert "Iedereen werkt nu elders." in page


def test_a_circle_that_meets_is_not_rounded_off(cast: Cast) -> None:
    assert resting_since(cast.community, TODAY) is None
    answer = cast.els.signed_in().post(reverse("school"), {"circle": cast.community.pk, "reason": "Klaar."})
    assert answer.status_code == 409
    elsewhere = Community.objects.create(organisation=cast.elsewhere, name="Verre kring")
    answer = cast.els.signed_in().post(reverse("school"), {"circle": elsewhere.pk, "reason": "Klaar."})
    assert answer.status_code == 409 and Community.objects.get(pk=elsewhere.pk).ended_on is None
