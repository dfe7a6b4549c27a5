"""Another role in one's own circle, and leaving it: for every role, and twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.people.asking import (
    ask_role,
    asked_in,
    give_role,
    has_guide,
    leave_circle,
    refuse_role,
    stop_asking,
)
from kring.engine.people.circles import change_role
from kring.engine.people.models import Membership
from kring.engine.people.own_data import own_data
from kring.engine.people.roles import roles_in
from kring.kit.payload import Refused

LATER = timezone.localdate() + timedelta(days=60)


def codes(cast: Cast, name: str) -> set[str]:
    return set(roles_in(cast[name].person, cast.community).codes)


def test_a_member_asks_and_who_guides_says_yes(cast: Cast) -> None:
    bram, amina = cast.bram.person, cast.amina.person
    row = ask_role(bram, cast.community, "facilitator")
    assert ask_role(bram, cast.community, "facilitator").pk == row.pk
    assert codes(cast, "bram") == {"ME"}, "asking gives nothing"
    assert [one.row.pk for one in asked_in(cast.community)] == [row.pk]
    assert {one["status"] for one in own_data(bram)["circles"]} == {"active", "asked"}
    assert give_role(row, by=amina) and codes(cast, "bram") == {"FA"}
    with pytest.raises(Refused, match="gone"):
        give_role(row, by=amina)
    assert asked_in(cast.community) == []


def test_the_newest_request_counts_and_can_be_taken_back(cast: Cast) -> None:
    bram = cast.bram.person
    ask_role(bram, cast.community, "facilitator")
    ask_role(bram, cast.community, "critical_friend", until=LATER)
    (asked,) = asked_in(cast.community)
    assert asked.row.role == "critical_friend" and asked.row.until == LATER
    stop_asking(bram, cast.community)
    stop_asking(bram, cast.community)
    assert asked_in(cast.community) == [] and codes(cast, "bram") == {"ME"}


def test_a_no_leaves_everything_as_it_is(cast: Cast) -> None:
    row = ask_role(cast.bram.person, cast.community, "facilitator")
    with pytest.raises(Refused, match="not_allowed"):
        refuse_role(row, by=cast.bram.person)
    refuse_role(row, by=cast.amina.person)
    refuse_role(row, by=cast.amina.person)
    assert asked_in(cast.community) == [] and codes(cast, "bram") == {"ME"}


@pytest.mark.parametrize(
    ("name", "role", "until", "code"),
    [
        ("bram", "member", None, "same_role"),
        ("bram", "guest", None, "unknown_role"),
        ("bram", "critical_friend", None, "needs_until"),
        ("bram", "critical_friend", timezone.localdate() - timedelta(days=1), "until_past"),
        ("chris", "member", None, "not_allowed"),
        ("els", "member", None, "not_allowed"),
        ("fatih", "facilitator", None, "not_allowed"),
        ("zara", "member", None, "not_allowed"),
    ],
)
def test_what_cannot_be_asked(cast: Cast, name: str, role: str, until: object, code: str) -> None:
    with pytest.raises(Refused, match=code):
        ask_role(cast[name].person, cast.community, role, until=until)  # type: ignore[arg-type]
    assert not Membership.objects.filter(status="asked").exists()


def test_who_guides_chooses_for_themselves(cast: Cast) -> None:
    ask_role(cast.amina.person, cast.community, "member")
    assert codes(cast, "amina") == {"ME"} and not has_guide(cast.community)


@pytest.mark.parametrize("name", ["bram", "dewi", "chris", "els", "fatih", "gijs", "hanna", "iris", "zara"])
def test_nobody_else_gives_a_role_where_somebody_guides(cast: Cast, name: str) -> None:
    cast.join("joost", cast.community)
    row = ask_role(cast.joost.person, cast.community, "facilitator")
    with pytest.raises(Refused, match="not_allowed"):
        give_role(row, by=cast[name].person)
    with pytest.raises(Refused, match="not_allowed"):
        change_role(
            Membership.objects.get(person=cast.joost.person, role="member"),
            "facilitator",
            by=cast[name].person,
        )
    assert codes(cast, "joost") == {"ME"}


def test_where_nobody_guides_all_others_decide_together(cast: Cast) -> None:
    cast.join("joost", cast.community)
    cast.join("fatih", cast.community)
    leave_circle(cast.amina.person, cast.community)
    row = ask_role(cast.joost.person, cast.community, "facilitator")
    for name in ("joost", "dewi", "amina"):
        with pytest.raises(Refused, match="not_allowed"):
            give_role(row, by=cast[name].person)
    assert not give_role(row, by=cast.bram.person) and not give_role(row, by=cast.bram.person)
    (asked,) = asked_in(cast.community)
    assert (asked.yes, asked.needed) == (1, 2)
    assert give_role(row, by=cast.fatih.person) and codes(cast, "joost") == {"FA"}


def test_a_circle_of_one_has_nobody_to_agree(cast: Cast) -> None:
    leave_circle(cast.amina.person, cast.community)
    row = ask_role(cast.bram.person, cast.community, "facilitator")
    with pytest.raises(Refused, match="not_allowed"):
        give_role(row, by=cast.bram.person)


def test_leaving_ends_every_role_and_leaves_the_rest(cast: Cast) -> None:
    cast.join("bram", cast.community, "facilitator")
    ask_role(cast.dewi.person, cast.community, "member")
    for _ in range(2):
        leave_circle(cast.bram.person, cast.community)
        leave_circle(cast.dewi.person, cast.community)
    assert codes(cast, "bram") == set() and codes(cast, "dewi") == set()
    assert set(Membership.objects.filter(person=cast.bram.person).values_list("status", flat=True)) == {
        "left"
    }
    assert asked_in(cast.community) == []
    with pytest.raises(Refused, match="not_allowed"):
        leave_circle(cast.chris.person, cast.community)


def test_who_is_set_aside_stands_in_no_list_and_counts_in_nothing_new(cast: Cast) -> None:
    from kring.engine.harvest.people import people_of
    from kring.engine.people.actions import restrict

    made = cast.meeting()
    made.sit_down("Bram", person=cast.bram.person)
    assert "Bram" in people_of(made.meeting)
    restrict(cast.bram.person, by=cast.bram.person, on=True)
    assert "Bram" not in people_of(made.meeting)
    assert cast.community.memberships.members().count() == 0
    assert codes(cast, "bram") == {"ME"}, "their rights stay"
    restrict(cast.bram.person, by=cast.bram.person, on=False)
    assert cast.community.memberships.members().count() == 1
