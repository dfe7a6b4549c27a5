"""What a circle of the demo school brought into practice, made through the same verbs as in a real one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from kring.engine.harvest.models import Insight
from kring.engine.harvest.people import contributes, round_of
from kring.engine.harvest.returning import answer
from kring.engine.harvest.tracing import opens_action, tie
from kring.engine.people.models import Community, Person
from kring.engine.transfer import sources
from kring.engine.transfer.observing import Saw, invite, share, write
from kring.engine.transfer.practices import Draft, add_evidence, make_practice


def practise(community: Community, people: Mapping[str, Person], fact: Any) -> None:
    """A source, an insight that grew from it, an action that was done, and what others saw: `fact` (demo.yaml)."""
    today = timezone.localdate()
    by = people[fact["by"]]
    insight = understood(community, by, fact["insight"], today)
    source = sources.Draft(fact["source"]["kind"], fact["source"]["text"], whose=fact["source"]["whose"])
    tie(sources.add_source(community, source, by=by), insight, by=by)
    done = today - timedelta(days=fact["action"]["days_ago"])
    action = opens_action(insight, fact["action"]["text"], by=by, mine=True, today=done)
    answer(action, "did", person=by, way="page", today=done)
    practice = make_practice(
        action,
        Draft(
            fact["practice"]["text"], fact["practice"]["setting"], classes_or_groups=fact["practice"]["where"]
        ),
        by=by,
        doer=True,
        named=True,
        today=done,
    )
    add_evidence(practice, "note", by=by, text=fact["note"])
    seen = fact["look"]
    asked = invite(practice, by=by, whom=people[seen["by"]])
    on = today - timedelta(days=seen["days_ago"])
    row = write(asked, Saw(on, "yes", seen["text"], place=seen["where"], named=True), by=people[seen["by"]])
    share(row, "circle", by=by)
    on = today + timedelta(days=fact["invite"]["days"])
    invite(practice, by=by, whom=people[fact["invite"]["to"]], planned_on=on, words=fact["invite"]["words"])


def understood(community: Community, by: Person, fact: Any, today: date) -> Insight:
    """An insight of some weeks ago."""
    made: Insight = QuerySet(Insight).create(
        organisation_id=community.organisation_id,
        community=community,
        stage="insight",
        title=fact["text"],
        created_by=by,
        opened_on=today - timedelta(days=fact["days_ago"]),
        cycle=round_of(community),
    )
    contributes(made, by)
    return made
