"""Where insights grew from."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.models import QuerySet

from kring.conftest import Cast
from kring.engine.harvest.models import Insight, TraceNode
from kring.engine.harvest.tracing import candidates, earliest, tie
from kring.engine.transfer.sources import Draft, add_source, in_circle
from kring.engine.transfer.standing import walked
from kring.engine.transfer.tests.roads import TODAY, ago, member, refused

THEORY = Draft("theory", "Feedback werkt als de leerling ermee verder kan.", author="Hattie", year=2007)


def insight(cast: Cast, **fields: Any) -> Any:
    return QuerySet(Insight).create(
        organisation=cast.organisation,
        community=cast.community,
        stage="insight",
        title="Kijken helpt.",
        opened_on=ago(50),
        **fields,
    )


def test_an_insight_grew_from_it(cast: Cast) -> None:
    """L1; made afterwards, so an author of the insight says yes at once and somebody else waits (TL-2)."""
    row = insight(cast, created_by=cast.bram.person)
    source = add_source(cast.community, THEORY, by=cast.bram.person)
    assert add_source(cast.community, THEORY, by=cast.amina.person).pk == source.pk
    assert (source.author, source.year, source.whose) == ("Hattie", 2007, "")
    assert [one.pk for one in candidates(row, ("source",))] == [source.pk]
    for name in ("gijs", "hanna", "iris"):
        member(cast, name)
    link = tie(source, row, by=cast.gijs.person)
    assert link.state == "proposed" and walked(cast.community, TODAY).status(source.pk) == "open"
    assert tie(source, row, by=cast.bram.person).state == "accepted"
    road = walked(cast.community, TODAY)
    assert (road.status(source.pk), road.status(row.pk)) == ("carried_on", "stalled")
    refused("not_forward", tie, row, source, by=cast.bram.person)


def test_a_source_may_be_of_long_ago(cast: Cast) -> None:
    """TL-5."""
    source = add_source(cast.community, Draft("policy", "Elke leerling in beeld."), by=cast.bram.person)
    assert earliest(TraceNode.objects.get(pk=source.pk)) == date.min


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (Draft("wish", "Elke leerling in beeld."), "choose_kind"),
        (Draft("ambition", "Zo."), "text_too_short"),
        (Draft("ambition", "x" * 301), "text_too_long"),
        (Draft("theory", "Feedback werkt.", year=1500), "year"),
        (Draft("theory", "Feedback werkt.", link="javascript:alert(1)"), "link"),
        (Draft("policy", "Elke leerling in beeld.", level="world"), "unreadable"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, draft: Draft, code: str) -> None:
    refused(code, add_source, cast.community, draft, by=cast.bram.person)


@pytest.mark.parametrize(("name", "may"), [("amina", True), ("bram", True), ("dewi", False), ("zara", False)])
def test_who_writes_one(cast: Cast, name: str, may: bool) -> None:
    if may:
        add_source(cast.community, THEORY, by=cast[name].person)
    else:
        refused("not_allowed", add_source, cast.community, THEORY, by=cast[name].person)
    assert in_circle(cast.community).exists() == may
