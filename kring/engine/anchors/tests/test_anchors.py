"""Hours, roles, contacts: who enters and who confirms them; and what a circle's stage of life becomes of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from kring.conftest import Cast
from kring.engine.anchors.held import anchors_held, told_apart
from kring.engine.anchors.models import OutsideContact, RoleLink, StageState, TimeGrant
from kring.engine.anchors.records import (
    confirm_time,
    grant_time,
    link_role,
    move_role,
    note_contact,
    take_contact_away,
)
from kring.engine.anchors.rule import school_year
from kring.engine.anchors.stages import evaluate, life_stage, tend_stages
from kring.engine.harvest.models import RepertoireItem
from kring.engine.harvest.repertoire import note_use
from kring.engine.learning.models import LearningCycle
from kring.engine.meetings.models import Meeting
from kring.engine.people.erasing import erase_person
from kring.engine.people.models import Membership
from kring.engine.people.own_data import own_data
from kring.engine.retention import keep_to_terms
from kring.engine.rings.tests.people import circle_of, met
from kring.kit.payload import Refused

TODAY = timezone.localdate()
YEAR = school_year(TODAY, 8)


def hours(cast: Cast, amount: str = "40") -> TimeGrant:
    return grant_time(cast.community, by=cast.els.person, hours=amount, year=YEAR)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def rounded_off(cast: Cast, choice: str = "new_cycle", on: date = TODAY) -> None:
    """A cycle that ended with this choice."""
    cast.community.cycles.all().delete()
    LearningCycle.objects.create(
        community=cast.community, phase="closed", future_choice=choice, opened_on=on, closed_on=on
    )


# ---- hours ----------------------------------------------------------------------------------------------


def test_hours_hold_when_a_member_notices_them(cast: Cast) -> None:
    row = hours(cast, "37,5")
    assert str(row.hours_per_person) == "37.5" and anchors_held(cast.community, TODAY) == []
    confirm_time(row, by=cast.bram.person)
    confirm_time(row, by=cast.bram.person)
    assert anchors_held(cast.community, TODAY) == ["time"]
    assert anchors_held(cast.community, date(YEAR - 1, 9, 1)) == [], "of another school year"
    confirm_time(row, by=cast.bram.person, on=False)
    assert anchors_held(cast.community, TODAY) == []


def test_other_hours_are_confirmed_anew(cast: Cast) -> None:
    confirm_time(hours(cast), by=cast.bram.person)
    assert hours(cast, "40").confirmed_by.exists()
    assert not hours(cast, "20").confirmed_by.exists() and TimeGrant.objects.count() == 1


@pytest.mark.parametrize("name", ["amina", "bram", "dewi", "hanna", "iris", "fatih", "zara"])
def test_only_a_school_lead_enters_hours(cast: Cast, name: str) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        grant_time(cast.community, by=cast[name].person, hours="40", year=YEAR)


@pytest.mark.parametrize("name", ["amina", "els", "dewi", "chris"])
def test_only_a_member_confirms(cast: Cast, name: str) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        confirm_time(hours(cast), by=cast[name].person)


@pytest.mark.parametrize("text", ["", "veel", "-1", "401", "NaN", "Infinity"])
def test_hours_are_a_number(cast: Cast, text: str) -> None:
    with pytest.raises(Refused, match="hours_wrong"):
        hours(cast, text)


def test_no_hours_cannot_be_confirmed(cast: Cast) -> None:
    with pytest.raises(Refused, match="no_hours"):
        confirm_time(hours(cast, "0"), by=cast.bram.person)


def test_who_entered_the_hours_does_not_confirm_them(cast: Cast) -> None:
    cast.join("els", cast.community)
    with pytest.raises(Refused, match="own_hours"):
        confirm_time(hours(cast), by=cast.els.person)


def test_only_for_this_school_year_or_the_next(cast: Cast) -> None:
    grant_time(cast.community, by=cast.els.person, hours="40", year=YEAR + 1)
    for year in (YEAR - 1, YEAR + 2):
        with pytest.raises(Refused, match="year_wrong"):
            grant_time(cast.community, by=cast.els.person, hours="40", year=year)


# ---- roles and contacts ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["amina", "bram", "els", "iris"])
def test_a_role_holds_from_its_adoption_until_it_ends(cast: Cast, name: str) -> None:
    by = cast[name].person
    row = link_role(cast.community, by=by, title="Coach  van de kring", document="https://noord.example/taak")
    assert link_role(cast.community, by=by, title="Coach van de kring") == row
    assert anchors_held(cast.community, TODAY) == []
    move_role(row, "adopted", by=by, today=TODAY - timedelta(days=9))
    move_role(row, "adopted", by=by)
    assert anchors_held(cast.community, TODAY) == ["role"]
    move_role(row, "ended", by=by)
    assert anchors_held(cast.community, TODAY) == []
    assert anchors_held(cast.community, TODAY - timedelta(days=1)) == ["role"]
    with pytest.raises(Refused, match="unreadable"):
        move_role(row, "adopted", by=by)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "noord", "https://" + "a" * 300 + ".nl"])
def test_only_an_address_of_a_document(cast: Cast, address: str) -> None:
    with pytest.raises(Refused, match="link_wrong"):
        link_role(cast.community, by=cast.bram.person, title="Coach", document=address)


@pytest.mark.parametrize("name", ["dewi", "chris", "hanna", "fatih"])
def test_nobody_else_enters_a_role(cast: Cast, name: str) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        link_role(cast.community, by=cast[name].person, title="Coach")


def test_a_contact_feeds_for_a_year(cast: Cast) -> None:
    day = TODAY - timedelta(days=365)
    row = note_contact(
        cast.community, by=cast.bram.person, kind="other_school", organisation="School Zuid", on=day
    )
    assert anchors_held(cast.community, TODAY) == ["feeding"]
    assert anchors_held(cast.community, TODAY + timedelta(days=1)) == []
    with pytest.raises(Refused, match="not_allowed"):
        take_contact_away(row, by=cast.els.person)
    take_contact_away(row, by=cast.amina.person)
    assert anchors_held(cast.community, TODAY) == []


def network(cast: Cast, name: str, on: date) -> OutsideContact:
    return note_contact(
        cast.community, by=cast[name].person, kind="network", organisation="Netwerk taal", on=on
    )


def test_a_contact_is_entered_by_the_circle_and_not_beforehand(cast: Cast) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        network(cast, "els", TODAY)
    with pytest.raises(Refused, match="day_ahead"):
        network(cast, "bram", TODAY + timedelta(days=1))
    assert network(cast, "bram", TODAY) == network(cast, "amina", TODAY)


# ---- newcomers and use ----------------------------------------------------------------------------------


def test_newcomers_who_came_nearer_are_an_anchor(cast: Cast) -> None:
    old, first, second = circle_of(cast, 3)
    joined = TODAY - timedelta(days=60)
    Membership.objects.filter(person__in=[first, second]).update(since=joined)
    for day in (50, 40, 30):
        met(cast, day, [old])
    assert anchors_held(cast.community, TODAY) == [] and told_apart(cast.community, TODAY)
    for day in (25, 20, 15):
        met(cast, day, [old, first], [first])
    assert anchors_held(cast.community, TODAY) == ["induction"]
    assert anchors_held(cast.community, TODAY - timedelta(days=28)) == []
    Membership.objects.filter(person=second).delete()
    assert not told_apart(cast.community, TODAY), "it would be the ring of one person"
    Membership.objects.filter(person=first).update(since=TODAY - timedelta(days=366))
    assert anchors_held(cast.community, TODAY) == []


def test_use_by_others_is_an_anchor(cast: Cast) -> None:
    item = RepertoireItem.objects.create(
        organisation=cast.organisation,
        community=cast.community,
        kind="routine",
        title="Rondje",
        visibility="school",
    )
    note_use(item, by=cast.chris.person, today=TODAY)
    assert anchors_held(cast.community, TODAY) == ["reuse"]


# ---- the stage ------------------------------------------------------------------------------------------


def three_anchors(cast: Cast) -> None:
    """Hours, a role and a contact."""
    confirm_time(hours(cast), by=cast.bram.person)
    move_role(link_role(cast.community, by=cast.bram.person, title="Coach"), "adopted", by=cast.bram.person)
    note_contact(cast.community, by=cast.bram.person, kind="network", organisation="Netwerk", on=TODAY)


def test_three_anchors_and_a_cycle_that_went_on_make_it_last(cast: Cast) -> None:
    three_anchors(cast)
    evaluate(cast.community, timezone.now())
    assert life_stage(cast.community) == "initiating", "no cycle has ended yet"
    rounded_off(cast, "stop")
    assert not evaluate(cast.community, timezone.now()).sustaining
    rounded_off(cast, "hand_over")
    evaluate(cast.community, timezone.now())
    assert life_stage(cast.community) == "sustaining"
    Meeting.objects.all().delete()
    type(cast.community).objects.update(created_on=TODAY - timedelta(days=200))
    cast.community.refresh_from_db()
    assert life_stage(cast.community) == "dormant"
    cast.community.ended_on = TODAY
    assert life_stage(cast.community) == "ended"


def test_it_goes_out_only_after_two_poor_months_also_when_nobody_looked(cast: Cast) -> None:
    rounded_off(cast)
    three_anchors(cast)
    evaluate(cast.community, timezone.now())
    RoleLink.objects.update(ended_on=TODAY)
    OutsideContact.objects.all().delete()
    TimeGrant.objects.all().delete()
    first = (TODAY.replace(day=1) + timedelta(days=32)).replace(day=1)
    assert evaluate(cast.community, noon(first)).sustaining
    assert evaluate(cast.community, noon(first + timedelta(days=2))).low == 1
    second = first + timedelta(days=40)
    assert not evaluate(cast.community, noon(second)).sustaining
    StageState.objects.update(sustaining=True, low=0, month=TODAY.replace(day=1))
    assert not evaluate(cast.community, noon(second)).sustaining, "both months at once"


def test_every_circle_is_looked_at_once_a_day_and_after_a_meeting(cast: Cast) -> None:
    now = timezone.now()
    assert tend_stages(now) == 2 and tend_stages(now) == 0
    meeting = cast.meeting()
    meeting.close()
    assert tend_stages(timezone.now()) == 1
    assert tend_stages(noon(TODAY + timedelta(days=1))) == 2


# ---- one's own, and how long ----------------------------------------------------------------------------


def test_own_data_and_leaving(cast: Cast, tmp_path: Path, settings: Settings) -> None:
    settings.DATA = tmp_path
    three_anchors(cast)
    OutsideContact.objects.update(note="Dank aan Bram.")
    kinds = {row["kind"] for row in own_data(cast.bram.person)["anchors"]}
    assert kinds == {"hours_confirmed", "role_link", "outside_contact"}
    assert [row["kind"] for row in own_data(cast.els.person)["anchors"]] == ["hours_entered"]
    erase_person(cast.bram.person, texts_too=[cast.community])
    assert OutsideContact.objects.get().note == "" and RoleLink.objects.get().entered_by is None
    assert not TimeGrant.objects.get().confirmed_by.exists()


def test_five_years_after_the_end_they_are_put_away_without_names(cast: Cast) -> None:
    three_anchors(cast)
    RoleLink.objects.update(ended_on=TODAY)
    assert "rt.anchors" not in keep_to_terms(timezone.now())
    later = noon(TODAY + timedelta(days=1826 + 400))
    assert keep_to_terms(later)["rt.anchors"] == 3 and "rt.anchors" not in keep_to_terms(later)
    assert TimeGrant.objects.get().entered_by is None and not TimeGrant.objects.get().confirmed_by.exists()
