"""Who takes part how much, counted from what is stored; and who may see it."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.chores import do_chores
from kring.engine.harvest.models import RepertoireItem
from kring.engine.meetings.models import Activity, Meeting, PaperMark
from kring.engine.people.actions import restrict
from kring.engine.people.circles import leave
from kring.engine.people.erasing import erase_person
from kring.engine.people.models import Community, Consent, Membership
from kring.engine.people.own_data import own_data
from kring.engine.rights import may
from kring.engine.rings.facts import counting, places
from kring.engine.rings.measures import measures, newcomers_in
from kring.engine.rings.models import RingPicture
from kring.engine.rings.pictures import (
    last_shown,
    not_seen_lately,
    own_place,
    rings_of,
    take_picture,
    take_pictures,
)
from kring.engine.rings.saying import (
    choose_edge,
    object_to_counting,
    objects,
    want_names,
    wants_names,
    with_names,
)
from kring.engine.rings.schools import shares, take_school_picture, take_school_pictures
from kring.engine.rings.tests.people import circle_of, met, speak
from kring.kit.payload import Refused
from kring.kit.rings import TakingPart


def part_of(cast: Cast, person: Any) -> TakingPart:
    stand = {one.membership.person_id: one for one in places(cast.community, counting(cast.community))}
    return stand[person.pk].part


def test_presence_input_and_initiative_come_from_what_is_stored(cast: Cast) -> None:
    one, two, three = circle_of(cast, 3)
    for day in (50, 40, 30):
        met(cast, day, [one, two], [one])
    made = met(cast, 20, [one])
    Activity.objects.filter(meeting=made.meeting).update(led_by=one)
    item = RepertoireItem.objects.create(
        organisation=cast.organisation,
        community=cast.community,
        kind="routine",
        title="Rondje waarom",
        made_on=timezone.localdate() - timedelta(days=25),
    )
    item.made_by.add(one, two)
    assert part_of(cast, one) == TakingPart(held=4, attended=4, activities=4, with_input=3, initiatives=2)
    assert part_of(cast, two) == TakingPart(held=4, attended=3, activities=3, with_input=0, initiatives=1)
    assert part_of(cast, three) == TakingPart(held=4)
    mine = own_place(one, cast.community)
    assert mine is not None and mine.ring == "core" and mine.part.engagement == Fraction(37, 40)


def test_a_paper_counts_as_input_and_joining_does_not(cast: Cast) -> None:
    one, two = circle_of(cast, 2)
    made = cast.meeting()
    first, second = (made.sit_down(who.shown_name, person=who) for who in (one, two))
    PaperMark.objects.create(activity=made.activity, seat=first)
    speak(made, second, kind="cc.join")
    made.close()
    assert part_of(cast, one).with_input == 1 and part_of(cast, two).with_input == 0


def test_only_the_last_five_meetings_since_joining_count(cast: Cast) -> None:
    one, late = circle_of(cast, 2)
    Membership.objects.filter(person=late).update(since=timezone.localdate() - timedelta(days=25))
    for day in (70, 60, 50, 40, 30, 20, 10):
        met(cast, day, [one] if day < 40 else [late])
    assert part_of(cast, one) == TakingPart(held=5, attended=3, activities=3)
    assert part_of(cast, late) == TakingPart(held=2)
    assert (mine := own_place(late, cast.community)) is not None and mine.ring == "newcomer"


def test_meetings_of_others_planned_ones_and_guests_do_not_count(cast: Cast) -> None:
    (one,) = circle_of(cast, 1)
    met(cast, 10, [one], community=cast.other_community, by="chris")
    cast.meeting(opened=False)
    cast.meeting(people=3)
    assert part_of(cast, one) == TakingPart()


def test_moving_is_told_from_two_windows_that_do_not_overlap(cast: Cast) -> None:
    one, two = circle_of(cast, 2)
    for day in range(100, 50, -10):
        met(cast, day, [one], [one])
    for day in range(50, 0, -10):
        met(cast, day, [two], [two])
    steps = {
        row.membership.person_id: row.movement for row in places(cast.community, counting(cast.community))
    }
    assert steps == {one.pk: "outward", two.pk: "inward"}


@pytest.fixture
def six(cast: Cast) -> list[Any]:
    """Six members who met four times; the last two were never there."""
    people = circle_of(cast, 6)
    for day in (50, 40, 30, 20):
        met(cast, day, people[:4], people[:2])
    return people


def test_after_a_meeting_the_circle_sees_counts(cast: Cast, six: list[Any]) -> None:
    assert rings_of(cast.community).why == "new"
    assert take_pictures() == 1 and take_pictures() == 0
    shown = rings_of(cast.community)
    assert shown.picture is not None and not shown.names
    assert shown.picture.counts == {"newcomer": 0, "edge": 2, "active": 2, "core": 2}
    found = measures(cast.community, timezone.localdate())
    assert found["lifecycle.edge_share"] == Fraction(1, 3)


def test_the_chores_take_it(cast: Cast, six: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kring.engine.chores.close_old_connections", lambda: None)
    do_chores()
    assert RingPicture.objects.filter(community=cast.community).count() == 1


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4])
def test_few_members_see_no_counts_and_why(cast: Cast, n: int) -> None:
    people = circle_of(cast, n)
    for day in (50, 40, 30):
        met(cast, day, people)
    take_pictures()
    assert rings_of(cast.community).why == "few" and last_shown(cast.community) is None
    assert not take_school_picture(cast.school) and not shares(cast.school)


def test_a_circle_with_only_critical_friends_has_no_rings(cast: Cast) -> None:
    circle_of(cast, 0)
    met(cast, 10, [cast.dewi.person])
    take_pictures()
    assert rings_of(cast.community).why == "few"
    assert own_place(cast.dewi.person, cast.community) is None


def test_one_who_left_is_not_found_by_subtraction(cast: Cast, six: list[Any]) -> None:
    take_pictures()
    before = last_shown(cast.community)
    assert before is not None
    leave(Membership.objects.get(person=six[0]), by=six[0])
    met(cast, 10, six[1:4])
    take_pictures()
    now = last_shown(cast.community)
    assert now is not None and now.pk == before.pk and now.n == 6, "the old picture stays"
    for day in (9, 8, 7, 6):
        met(cast, day, six[1:4])
        take_pictures()
    now = last_shown(cast.community)
    assert now is not None and now.n == 5, "no meeting of the old window is left"


def test_one_who_was_removed_is_not_found_either(
    cast: Cast, six: list[Any], settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    take_pictures()
    erase_person(six[0])
    met(cast, 10, six[1:4])
    take_pictures()
    assert (now := last_shown(cast.community)) is not None and now.n == 6
    assert now.people.count() == 5


def test_three_others_make_a_new_picture(cast: Cast, six: list[Any]) -> None:
    take_pictures()
    from kring.conftest import person

    for name in ("Hans", "Ilse", "Jip"):
        Membership.objects.create(person=person(cast.organisation, f"{name}nieuw"), community=cast.community)
    met(cast, 0, six)
    take_pictures()
    assert (now := last_shown(cast.community)) is not None and now.n == 9
    assert RingPicture.objects.count() == 1, "who was counted before is not kept"


def test_who_is_not_to_be_counted_is_not(cast: Cast, six: list[Any]) -> None:
    first, second, third, *_ = six
    object_to_counting(first, on=True)
    object_to_counting(first, on=True)
    assert objects(first) and Consent.objects.filter(person=first).count() == 1
    restrict(second, by=second, on=True)
    Membership.objects.filter(person=third).update(on_leave=True)
    assert {one.person for one in counting(cast.community)} == set(six[3:])
    assert own_place(first, cast.community) is None and own_place(third, cast.community) is None
    assert rings_of(cast.community).why == "few"
    object_to_counting(first, on=False)
    assert not objects(first) and own_place(first, cast.community) is not None
    assert [row["about"] for row in own_data(first)["consents"]] == ["av.objection.ring"]


def test_names_need_everybody_and_one_withdrawal_hides_them(cast: Cast, six: list[Any]) -> None:
    for one in six[:5]:
        want_names(one, cast.community, on=True)
    assert not with_names(cast.community) and not rings_of(cast.community).names
    want_names(six[5], cast.community, on=True)
    names = rings_of(cast.community).names
    assert sorted(row.membership.person.shown_name for ring in names.values() for row in ring) == sorted(
        one.shown_name for one in six
    )
    want_names(six[2], cast.community, on=False)
    assert not rings_of(cast.community).names and not wants_names(six[2], cast.community)
    with pytest.raises(Refused, match="members_only"):
        want_names(cast.dewi.person, cast.community, on=True)


@pytest.mark.parametrize(("n", "named"), [(1, False), (2, False), (3, True)])
def test_names_in_a_small_circle(cast: Cast, n: int, named: bool) -> None:
    for one in circle_of(cast, n):
        want_names(one, cast.community, on=True)
    assert with_names(cast.community) == named


def test_who_chose_the_edge_stands_there_and_is_not_asked_about(cast: Cast, six: list[Any]) -> None:
    row = Membership.objects.get(person=six[0])
    choose_edge(row, on=True)
    assert (mine := own_place(six[0], cast.community)) is not None and mine.ring == "edge" and mine.chosen
    assert not_seen_lately(cast.community) == sorted(one.shown_name for one in six[4:])
    choose_edge(Membership.objects.get(person=six[4]), on=True)
    object_to_counting(six[5], on=True)
    assert not_seen_lately(cast.community) == []


def test_who_just_joined_has_missed_nothing(cast: Cast, six: list[Any]) -> None:
    Membership.objects.filter(person=six[4]).update(since=timezone.localdate() - timedelta(days=25))
    assert not_seen_lately(cast.community) == [six[5].shown_name]
    assert not_seen_lately(cast.other_community) == []


def test_newcomers_who_came_in_are_counted(cast: Cast) -> None:
    quick, slow, late = circle_of(cast, 3)
    since = timezone.localdate() - timedelta(days=60)
    Membership.objects.filter(person__in=[quick, slow]).update(since=since)
    Membership.objects.filter(person=late).update(since=timezone.localdate() - timedelta(days=15))
    for day in (55, 45, 35, 25, 5):
        met(cast, day, [quick], [quick])
    assert newcomers_in(cast.community, timezone.localdate()) == (1, 2)


def test_school_and_board_see_three_circles_together_only(cast: Cast, six: list[Any]) -> None:
    for name in ("Kring Oost", "Kring West"):
        take_pictures()
        assert take_school_pictures() == 0 and shares(cast.school) == {}
        made = Community.objects.create(organisation=cast.organisation, school=cast.school, name=name)
        people = circle_of(cast, 5, made, stem=name[-4:])
        for day in (30, 20, 10):
            met(cast, day, people, community=made)
    take_pictures()
    assert take_school_pictures() == 1 and take_school_pictures() == 0
    assert shares(cast.school) == {
        "lifecycle.core_share": Fraction(1, 8),
        "lifecycle.edge_share": Fraction(1, 8),
    }
    for name in ("els", "hanna", "iris"):
        person = cast[name].person
        assert may(person, "ring_counts", "view", cast.school, n=16, communities=3)
        assert not may(person, "ring_counts", "view", cast.school, n=16, communities=2)
        assert not may(person, "ring_names", "view", cast.community, consent=True)


def test_a_picture_is_taken_once_and_belongs_to_a_circle(cast: Cast, six: list[Any]) -> None:
    meeting = Meeting.objects.filter(community=cast.community).order_by("-closed_at")[0]
    assert take_picture(meeting) is not None and take_picture(meeting) is None
    loose = cast.meeting(community=None)
    loose.close()
    assert take_picture(loose.meeting) is None and take_pictures() == 0


def pictured(cast: Cast, name: str, core: int) -> Community:
    """A circle of five at the school, of whom so many stand in the core."""
    made = Community.objects.create(organisation=cast.organisation, school=cast.school, name=name)
    people = circle_of(cast, 5, made, stem=name)
    seen_anew(cast, made, people, core)
    return made


def seen_anew(cast: Cast, circle: Community, people: list[Any], core: int) -> None:
    """The circle met, and another picture of it was shown."""
    RingPicture.objects.filter(community=circle).delete()
    counts = {"newcomer": 0, "edge": 5 - core, "active": 0, "core": core}
    RingPicture.objects.create(
        community=circle, meeting=met(cast, 10, people, community=circle).meeting, n=5, counts=counts
    )


def test_a_circle_that_stops_is_not_found_by_subtraction(cast: Cast) -> None:
    circles = [
        pictured(cast, name, core) for name, core in (("A", 5), ("B", 0), ("C", 0), ("D", 0), ("E", 0))
    ]
    assert take_school_picture(cast.school)
    first = shares(cast.school)
    assert first["lifecycle.core_share"] == Fraction(1, 5)
    Community.objects.filter(pk=circles[0].pk).update(ended_on=timezone.localdate())
    assert not take_school_picture(cast.school) and shares(cast.school) == first, "the old picture stays"
    circles[1].memberships.all()[0].delete()
    assert not take_school_picture(cast.school) and shares(cast.school) == first
    pictured(cast, "F", 3)
    assert take_school_picture(cast.school)
    assert shares(cast.school)["lifecycle.core_share"] == Fraction(3, 20), "C, D, E and F"


def test_one_circle_that_met_since_is_not_found_either(cast: Cast) -> None:
    circles = [pictured(cast, name, 0) for name in "ABC"]
    assert take_school_picture(cast.school)
    for place, circle in enumerate(circles):
        assert shares(cast.school)["lifecycle.core_share"] == 0
        seen_anew(cast, circle, [one.person for one in counting(circle)], 2)
        assert take_school_picture(cast.school) == (place == 2)
    assert shares(cast.school)["lifecycle.core_share"] == Fraction(2, 5)


def test_of_too_few_circles_the_picture_is_not_shown_any_more(cast: Cast) -> None:
    circles = [pictured(cast, name, 0) for name in "ABC"]
    assert take_school_picture(cast.school) and shares(cast.school)
    Community.objects.filter(pk=circles[0].pk).update(ended_on=timezone.localdate())
    assert not take_school_picture(cast.school) and shares(cast.school) == {}
