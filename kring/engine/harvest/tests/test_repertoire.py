"""What a circle makes: who adds to it, who used it, and when that counts as use by others."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.harvest.models import RepertoireItem, RepertoireUse
from kring.engine.harvest.repertoire import (
    add_item,
    measures,
    note_use,
    take_use_back,
    used_outside,
    with_uses,
)
from kring.engine.people.models import Membership
from kring.engine.people.own_data import own_data
from kring.kit.payload import Refused

TODAY = timezone.localdate()
LONG_AGO = TODAY - timedelta(days=90)


def item(cast: Cast, title: str = "Rondje waarom", on: date = TODAY) -> RepertoireItem:
    return add_item(cast.community, by=cast.bram.person, kind="routine", title=title, today=on)


def test_the_same_title_is_one_thing(cast: Cast) -> None:
    assert item(cast) == item(cast, "Rondje  waarom")
    assert {"kind": "repertoire", "text": "Rondje waarom"}.items() <= own_data(cast.bram.person)["harvest"][
        0
    ].items()


@pytest.mark.parametrize("name", ["chris", "dewi", "els", "fatih"])
def test_only_who_takes_part_adds(cast: Cast, name: str) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        add_item(cast.community, by=cast[name].person, kind="routine", title="Iets")


def test_only_five_kinds(cast: Cast) -> None:
    with pytest.raises(Refused, match="unreadable"):
        add_item(cast.community, by=cast.bram.person, kind="wish", title="Iets")


def test_use_by_its_makers_is_not_use_by_others(cast: Cast) -> None:
    made = item(cast)
    note_use(made, by=cast.bram.person, where="mentorles", today=TODAY)
    assert with_uses([made]) == {}
    RepertoireItem.objects.update(visibility="school")
    made.refresh_from_db()
    note_use(made, by=cast.chris.person, today=TODAY)
    note_use(made, by=cast.chris.person, where="brugklas", today=TODAY)
    assert with_uses([made]) == {made.pk: 1}
    take_use_back(made, by=cast.chris.person, today=TODAY)
    assert with_uses([made]) == {}


def test_of_something_of_one_person_the_others_in_the_circle_are_others(cast: Cast) -> None:
    made = item(cast)
    RepertoireItem.objects.update(by_circle=False)
    note_use(made, by=cast.amina.person, today=TODAY)
    assert with_uses([made]) == {made.pk: 1}


def test_what_somebody_may_not_see_they_did_not_use(cast: Cast) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        note_use(item(cast), by=cast.chris.person, today=TODAY)


def test_reuse_by_outsiders_or_another_circle(cast: Cast) -> None:
    made, since = item(cast), TODAY - timedelta(days=365)
    note_use(made, by=cast.bram.person, today=TODAY)
    assert not used_outside(cast.community, since, TODAY)
    note_use(made, by=cast.amina.person, today=TODAY)
    assert used_outside(cast.community, since, TODAY), "who only guides is no member"
    RepertoireUse.objects.all().delete()
    cast.join("bram", cast.other_community)
    note_use(made, by=cast.bram.person, circle=cast.other_community, today=TODAY - timedelta(days=366))
    assert not used_outside(cast.community, since, TODAY)
    note_use(made, by=cast.bram.person, circle=cast.other_community, today=TODAY)
    assert used_outside(cast.community, since, TODAY)
    with pytest.raises(Refused, match="not_allowed"):
        note_use(made, by=cast.amina.person, circle=cast.other_community, today=TODAY)


def test_who_was_an_outsider_then_stays_one(cast: Cast) -> None:
    made = item(cast)
    RepertoireItem.objects.update(visibility="school")
    made.refresh_from_db()
    note_use(made, by=cast.chris.person, today=TODAY - timedelta(days=10))
    Membership.objects.create(person=cast.chris.person, community=cast.community, since=TODAY)
    assert used_outside(cast.community, TODAY - timedelta(days=365), TODAY)


def test_the_share_that_others_used_needs_five_things_of_some_age(cast: Cast) -> None:
    things = [item(cast, f"Ding {n}", LONG_AGO) for n in range(4)]
    item(cast, "Nieuw")
    assert measures(cast.community, TODAY) == {
        "lifecycle.repertoire_count": 5,
        "lifecycle.repertoire_reuse": None,
    }
    RepertoireItem.objects.update(by_circle=False)
    item(cast, "Ding 5", LONG_AGO)
    note_use(things[0], by=cast.amina.person, today=TODAY)
    assert measures(cast.community, TODAY)["lifecycle.repertoire_reuse"] == Fraction(1, 5)
