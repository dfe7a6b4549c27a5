"""What came of what, said afterwards: links, days set back, mistakes, and waiting (transfer.md 2 and 3.1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.harvest.models import Action, Agreement, Insight, TraceLink, TraceNode
from kring.engine.harvest.returning import open_actions
from kring.engine.harvest.tracing import (
    answer_link,
    authors_of,
    candidates,
    earliest,
    set_back,
    tie,
    waits_for,
    withdraw,
)
from kring.engine.people.own_data import own_data
from kring.kit.payload import Refused

TODAY = timezone.localdate()
ROWS = {"insight": Insight, "agreement": Agreement, "action": Action}


@pytest.fixture(autouse=True)
def old_circle(cast: Cast) -> None:
    cast.community.created_on = TODAY - timedelta(300)
    cast.community.save()


def node(cast: Cast, stage: str, said: str, by: str = "", **fields: Any) -> Any:
    person = cast[by].person if by else None
    return QuerySet(ROWS[stage]).create(
        organisation=cast.organisation,
        community=cast.community,
        stage=stage,
        title=said,
        created_by=person,
        **fields,
    )


def refused(code: str, verb: Any, *given: Any, **named: Any) -> None:
    with pytest.raises(Refused) as told:
        verb(*given, **named)
    assert told.value.code == code


def state(link: TraceLink) -> str:
    link.refresh_from_db()
    return link.state


def test_a_trace_goes_forward_only(cast: Cast) -> None:
    """TL-1."""
    insight, agreement = node(cast, "insight", "Kijken helpt."), node(cast, "agreement", "Wij kijken.")
    action = node(cast, "action", "Kijkrooster maken.")
    by = cast.bram.person
    for start, end in ((insight, agreement), (insight, action), (agreement, action)):
        assert tie(start, end, by=by).to_node_id == end.pk
        refused("not_forward", tie, end, start, by=by)
    refused("not_forward", tie, insight, insight, by=by)
    assert TraceLink.objects.count() == 3


def test_who_made_or_takes_on_what_came_of_it_accepts_at_once(cast: Cast) -> None:
    """TL-2."""
    insight = node(cast, "insight", "Kijken helpt.")
    link = tie(
        insight, node(cast, "action", "Kijkrooster maken.", "bram"), by=cast.bram.person, why="In maart."
    )
    assert (state(link), link.accepted_by, link.accepted_on, link.why) == (
        "accepted",
        cast.bram.person,
        TODAY,
        "In maart.",
    )
    owned = node(cast, "action", "Koffie zetten.")
    owned.owners.add(cast.bram.person)
    assert (
        authors_of(owned) == {cast.bram.person.pk}
        and state(tie(insight, owned, by=cast.bram.person)) == "accepted"
    )


def test_of_others_it_is_proposed_until_an_author_or_half_of_the_members_say_yes(cast: Cast) -> None:
    for name in ("gijs", "hanna", "iris"):
        cast.join(name, cast.community)
    insight = node(cast, "insight", "Kijken helpt.")
    first, second = (node(cast, "action", said, "bram") for said in ("Rooster.", "Koffie."))
    link = tie(insight, first, by=cast.gijs.person)
    assert state(link) == "proposed"
    refused("not_your_answer", answer_link, link, by=cast.hanna.person, yes=False)
    answer_link(link, by=cast.bram.person, yes=True)
    assert state(link) == "accepted"
    half = tie(insight, second, by=cast.gijs.person)
    tie(insight, second, by=cast.gijs.person)
    assert state(half) == "proposed", "once of the same person"
    answer_link(half, by=cast.hanna.person, yes=True)
    assert state(half) == "accepted", "two of four members is half"
    assert any(row["kind"] == "link" for row in own_data(cast.gijs.person)["harvest"])


def test_a_no_of_the_author_ends_it_and_it_may_be_said_again(cast: Cast) -> None:
    for name in ("gijs", "hanna", "iris"):
        cast.join(name, cast.community)
    insight, action = node(cast, "insight", "Kijken helpt."), node(cast, "action", "Rooster.", "bram")
    link = tie(insight, action, by=cast.gijs.person)
    answer_link(link, by=cast.bram.person, yes=False)
    assert state(link) == "rejected"
    answer_link(link, by=cast.hanna.person, yes=True)
    assert state(link) == "rejected"
    assert insight.pk in {one.pk for one in candidates(action, ("insight",))}
    assert state(tie(insight, action, by=cast.gijs.person)) == "proposed" and link.yes.count() == 1


def test_only_within_the_circle_and_by_its_people(cast: Cast) -> None:
    insight, action = node(cast, "insight", "Kijken helpt."), node(cast, "action", "Rooster.", "bram")
    for outsider in ("chris", "els", "dewi"):
        refused("members_only", tie, insight, action, by=cast[outsider].person)
    private = node(cast, "action", "Samen praten.", "bram", private=True)
    refused("gone", tie, insight, private, by=cast.bram.person)
    elsewhere = node(cast, "action", "Ver weg.")
    TraceNode.objects.filter(pk=elsewhere.pk).update(community=cast.other_community)
    refused("gone", tie, insight, elsewhere, by=cast.bram.person)
    assert [one.pk for one in candidates(insight, ("action",))] == [action.pk]


def test_a_day_is_set_back_sixty_days_and_not_before_its_circle(cast: Cast) -> None:
    """TL-5."""
    insight = node(cast, "insight", "Kijken helpt.", "bram", opened_on=TODAY - timedelta(10))
    by, limit = cast.bram.person, TODAY - timedelta(70)
    assert earliest(insight) == limit
    refused("too_early", set_back, insight, limit - timedelta(1), by=by)
    refused("too_late", set_back, insight, TODAY, by=by)
    refused("not_yours", set_back, insight, limit, by=cast.amina.person)
    row = set_back(insight, limit, by=by)
    assert (row.opened_on, row.written_on, earliest(row)) == (limit, TODAY - timedelta(10), limit), (
        "once is all"
    )
    refused("too_early", set_back, row, limit - timedelta(1), by=by)
    assert set_back(row, TODAY - timedelta(10), by=by).written_on is None
    cast.community.created_on = TODAY - timedelta(20)
    cast.community.save()
    refused("too_early", set_back, row, TODAY - timedelta(21), by=by)


def test_a_mistake_goes_within_fourteen_days_and_later_by_whoever_guides(cast: Cast) -> None:
    fresh = node(cast, "action", "Rooster.", "bram", opened_on=TODAY - timedelta(14))
    old = node(cast, "insight", "Kijken helpt.", "bram", opened_on=TODAY - timedelta(15))
    refused("not_yours", withdraw, fresh, by=cast.gijs.person)
    withdraw(fresh, by=cast.bram.person)
    withdraw(fresh, by=cast.bram.person)
    assert open_actions(cast.community) == []
    refused("mistake_late", withdraw, old, by=cast.bram.person)
    withdraw(old, by=cast.amina.person)
    assert not TraceNode.objects.standing().filter(community=cast.community).exists()
    refused("not_yours", withdraw, node(cast, "agreement", "Wij kijken.", "gijs"), by=cast.amina.person)


def test_an_action_waits_for_somebody_since_a_day(cast: Cast) -> None:
    action = node(cast, "action", "Rooster.")
    action.owners.add(cast.bram.person)
    row = waits_for(action, "principal", by=cast.bram.person, today=TODAY - timedelta(3))
    row = waits_for(row, "principal", by=cast.amina.person)
    assert (row.waiting_on, row.waiting_since) == ("principal", TODAY - timedelta(3)), (
        "since it began to wait"
    )
    row = waits_for(row, "nobody", by=cast.bram.person)
    assert (row.waiting_on, row.waiting_since) == ("nobody", None)
    refused("unreadable", waits_for, row, "god", by=cast.bram.person)
    refused("not_yours", waits_for, row, "board", by=cast.dewi.person)
    QuerySet(Action).filter(pk=row.pk).update(status="done")
    refused("already_answered", waits_for, row, "board", by=cast.bram.person)
