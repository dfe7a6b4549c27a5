"""Harvest has a term too: a living circle is asked, where nobody is left it is put away without names."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.serializers import serialize
from django.db.models import QuerySet
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.harvest.actions import add
from kring.engine.harvest.keeping import keep_on, past_term, put_away
from kring.engine.harvest.models import (
    Action,
    Agreement,
    HarvestProposal,
    Insight,
    PractisedMark,
    RepertoireItem,
    TraceLink,
    TraceNode,
)
from kring.engine.harvest.records import Draft
from kring.engine.harvest.search import question, search
from kring.engine.harvest.tests.people import promised
from kring.engine.learning.models import InsightReview, LearningCycle
from kring.engine.meetings.models import Meeting, Seat
from kring.engine.people.models import Community, Membership
from kring.engine.retention import before, keep_to_terms
from kring.kit.payload import Refused

NOW = timezone.now()


@pytest.fixture
def old(cast: Cast) -> Cast:
    """An insight, something kept, an agreement that goes on and an action that is done, all six years old."""
    made = cast.meeting()
    add(made.meeting, "insight", Draft("Leerlingen leren van elkaar."), by="Amina", person=cast.amina.person)
    add(made.meeting, "repertoire", Draft("Rondje waarom"), by="Amina")
    add(made.meeting, "agreement", Draft("We vragen eerst door."), by="Amina")
    promised(cast, "Samen naar het museum", status="done")
    long_ago = NOW - timedelta(days=6 * 365)
    TraceNode.objects.update(changed_at=long_ago)
    RepertoireItem.objects.update(changed_at=long_ago)
    return cast


def asked(cast: Cast) -> list[Any]:
    return past_term(cast.community, before(NOW, "rt.harvest"))


def words(rows: list[Any]) -> set[str]:
    return {row.title for row in rows}


def test_a_living_circle_is_asked_and_nothing_goes_by_itself(old: Cast) -> None:
    assert words(asked(old)) == {"Leerlingen leren van elkaar.", "Rondje waarom", "Samen naar het museum"}
    assert "rt.harvest" not in keep_to_terms(NOW)
    assert len(asked(old)) == 3


def test_what_is_kept_is_not_asked_again(old: Cast) -> None:
    for row in asked(old):
        keep_on(row, by=old.bram.person)
    assert asked(old) == [] and search(old.community, question("museum"), {"action": "all"}).n == 1


def test_what_is_put_away_is_in_no_list_and_nobodys(old: Cast) -> None:
    for row in asked(old):
        put_away(row, by=old.bram.person)
        put_away(row, by=old.bram.person)
    assert (
        asked(old) == []
        and search(old.community, question(""), dict.fromkeys(("insight", "action", "repertoire"), "all")).n
        == 0
    )
    assert QuerySet(Insight).get().created_by is None
    assert not QuerySet(Action).get().owners.exists()
    assert QuerySet(Agreement).get().archived_on is None


def test_what_is_put_away_names_nobody_any_more(old: Cast) -> None:
    """Bram decided, took it on, linked it and reviewed it; of all that no name and no id stays."""
    bram, insight, action = old.bram.person, QuerySet(Insight).get(), QuerySet(Action).get()
    HarvestProposal.objects.update(owner="Bram", decided_by="Bram")
    TraceLink.objects.create(from_node=insight, to_node=action, made_by=bram, accepted_by=bram)
    insight.transfer_reviews.create(choice="carry_on", person=bram)
    action.practised_marks.create(person=bram)

    def kept() -> str:
        kinds = (HarvestProposal, TraceLink, InsightReview, PractisedMark)
        return "".join(serialize("json", kind.objects.all()) for kind in kinds)

    assert "Bram" in kept() and str(bram.pk) in kept()
    Community.objects.update(ended_on=date(2026, 1, 1))
    keep_to_terms(NOW)
    assert "Bram" not in kept() and str(bram.pk) not in kept()


@pytest.mark.parametrize("name", ["amina", "dewi", "chris", "els", "zara"])
def test_only_members_decide(old: Cast, name: str) -> None:
    for verb in (keep_on, put_away):
        with pytest.raises(Refused, match="members_only"):
            verb(asked(old)[0], by=old[name].person)


@pytest.mark.parametrize("how", ["ended", "empty"])
def test_where_nobody_is_left_everything_is_put_away_once(old: Cast, how: str) -> None:
    if how == "ended":
        Community.objects.update(ended_on=date(2026, 1, 1))
    else:
        Membership.objects.filter(role="member").delete()
    assert keep_to_terms(NOW)["rt.harvest"] == 4 and "rt.harvest" not in keep_to_terms(NOW)


def test_what_was_touched_lately_stays(old: Cast) -> None:
    Community.objects.update(ended_on=date(2026, 1, 1))
    TraceNode.objects.update(changed_at=NOW - timedelta(days=1824))
    RepertoireItem.objects.update(changed_at=NOW - timedelta(days=1824))
    assert "rt.harvest" not in keep_to_terms(NOW)


def sat(cast: Cast, days_ago: int) -> Seat:
    """Bram sat in a meeting so many days ago."""
    made = cast.meeting()
    seat = made.sit_down("Bram", person=cast.bram.person)
    made.close()
    Meeting.objects.filter(pk=made.meeting.pk).update(closed_at=NOW - timedelta(days=days_ago))
    return seat


@pytest.mark.parametrize(
    ("opened", "closed", "kept"),
    [(1000, None, True), (1000, 700, True), (1000, 731, False), (800, 790, False)],
    ids=["the cycle goes on", "it ended not two years ago", "it ended two years ago", "it fell in no cycle"],
)
def test_two_years_after_the_cycle_names_go_from_what_was_said(
    cast: Cast, opened: int, closed: int | None, kept: bool
) -> None:
    seat = sat(cast, 900)
    today = timezone.localdate(NOW)
    LearningCycle.objects.create(
        community=cast.community,
        phase="closed" if closed else "middle",
        opened_on=today - timedelta(days=opened),
        closed_on=today - timedelta(days=closed) if closed else None,
    )
    keep_to_terms(NOW)
    seat.refresh_from_db()
    assert (seat.person is not None, seat.shown_name) == (
        (True, "Bram") if kept else (False, "oud-deelnemer")
    )
    assert "rt.named_contribution" not in keep_to_terms(NOW)


def test_names_of_last_year_stay(cast: Cast) -> None:
    seat = sat(cast, 729)
    keep_to_terms(NOW)
    seat.refresh_from_db()
    assert seat.person == cast.bram.person
