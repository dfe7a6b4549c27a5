"""What the school may read is for whoever worked on it to say, by the level of the circle (roles.md 5.1)."""

from __future__ import annotations

from typing import Any

import pytest

from kring.conftest import Cast
from kring.engine.harvest.actions import add
from kring.engine.harvest.confidentiality import Shared
from kring.engine.harvest.models import Contributor, Insight, RepertoireItem
from kring.engine.harvest.records import Draft
from kring.engine.harvest.sharing import Sharing, share, sharing, stop_sharing
from kring.engine.harvest.tests.people import promised
from kring.engine.people.models import Community, Consent, Membership
from kring.kit.payload import Refused


@pytest.fixture
def insight(cast: Cast) -> Any:
    """An insight of Bram and Joost, both members; Fatih is a member who did not work on it."""
    cast.join("joost", cast.community)
    cast.join("fatih", cast.community)
    made = cast.meeting()
    add(made.meeting, "insight", Draft("Leerlingen leren van elkaar."), by="Amina", person=cast.amina.person)
    row = Insight.objects.get()
    for name in ("bram", "joost"):
        Contributor.objects.create(node=row, person=cast[name].person, layer="frontline")
    return row


def level(row: Any, value: str) -> None:
    Community.objects.update(confidentiality=value)
    row.community.refresh_from_db()


def test_inside_the_circle_everybody_who_worked_on_it_says_yes(cast: Cast, insight: Any) -> None:
    assert sharing(insight, cast.bram.person) == Sharing(True)
    assert not share(insight, cast.bram.person) and not share(insight, cast.bram.person)
    assert sharing(insight, cast.bram.person) == Sharing(True, True, True)
    assert Consent.objects.count() == 1
    assert share(insight, cast.joost.person)
    insight.refresh_from_db()
    assert insight.visibility == "school" and Shared(insight.community).with_school(insight)


def test_in_an_open_circle_one_author_is_enough(cast: Cast, insight: Any) -> None:
    level(insight, "open")
    assert share(insight, cast.joost.person) and insight.visibility == "school"


def test_a_closed_circle_shares_nothing(cast: Cast, insight: Any) -> None:
    level(insight, "closed")
    assert sharing(insight, cast.bram.person) == Sharing()
    with pytest.raises(Refused, match="closed_circle"):
        share(insight, cast.bram.person)


def test_one_withdrawal_ends_it_at_once(cast: Cast, insight: Any) -> None:
    share(insight, cast.bram.person)
    share(insight, cast.joost.person)
    stop_sharing(insight, cast.bram.person)
    stop_sharing(insight, cast.bram.person)
    insight.refresh_from_db()
    assert insight.visibility == "circle"
    assert not share(insight, cast.joost.person), "Bram is asked again"


@pytest.mark.parametrize("name", ["fatih", "amina", "dewi", "chris", "els", "hanna", "zara"])
def test_who_did_not_work_on_it_has_no_say(cast: Cast, insight: Any, name: str) -> None:
    level(insight, "open")
    assert sharing(insight, cast[name].person) == Sharing()
    for verb in (share, stop_sharing):
        with pytest.raises(Refused, match="not_maker"):
            verb(insight, cast[name].person)
    assert insight.visibility == "circle" and not Consent.objects.exists()


def test_what_nobody_signed_is_everybodys(cast: Cast) -> None:
    cast.join("joost", cast.community)
    item = RepertoireItem.objects.create(
        organisation=cast.organisation, community=cast.community, kind="routine", title="Rondje waarom"
    )
    assert not share(item, cast.bram.person) and share(item, cast.joost.person)


def test_an_action_asks_whoever_takes_it_on(cast: Cast) -> None:
    cast.join("joost", cast.community)
    action = promised(cast, "Samen naar het museum", "joost")
    assert sharing(action, cast.bram.person) == Sharing()
    assert share(action, cast.joost.person)


def test_who_left_is_not_waited_for(cast: Cast, insight: Any) -> None:
    Membership.objects.filter(person=cast.joost.person).update(status="left")
    assert share(insight, cast.bram.person)
