"""One verb for everything that is said (C-03, C-04): counted once, in the right step, lane and hands."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kring.conftest import Cast, Gathering
from kring.engine.meetings.actions import contribute, erase, reveal
from kring.engine.meetings.course import go_on, go_to
from kring.engine.meetings.intake import judge
from kring.engine.meetings.models import Activity, AnonymousContribution, NamedContribution
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.store import Stale, store
from kring.engine.tests.speaking import PICKS, envelope, phase, pick, share
from kring.kit.payload import Payload, Refused, text_of
from kring.kit.scene import Settings
from kring.kit.tool import Kind, Step, Tool
from kring.tests.room import NOW, Room, ident


@pytest.fixture
def picking(cast: Cast) -> Gathering:
    """Three people at the step where colours are picked."""
    gathering = cast.meeting(people=3, settings=PICKS)
    go_to(gathering.meeting, "pick")
    return gathering


@pytest.fixture
def planning(cast: Cast) -> Gathering:
    """Three people at the step where the plan is written, with their names."""
    gathering = cast.meeting(people=3, settings=PICKS)
    go_to(gathering.meeting, "strategy")
    return gathering


# Once


@pytest.mark.parametrize(
    "written", [str, lambda tap: str(tap).upper(), lambda tap: tap.hex, lambda tap: tap.urn]
)
def test_the_same_tap_twice_counts_once(picking: Gathering, written: Callable[[uuid.UUID], str]) -> None:
    """However a program of somebody else writes its name."""
    _, voice = picking.paper(0)
    tap = uuid.uuid4()
    first = pick(picking.activity, voice, "think", "blue", ident=str(tap))
    again = pick(picking.activity, voice, "think", "red", ident=written(tap))
    assert first == again == 1
    assert AnonymousContribution.objects.get().payload == {"colours": ["blue"]}


def test_a_tap_that_is_sent_again_after_the_step_closed_still_counts(picking: Gathering) -> None:
    """The answer to the first sending got lost; the phone offers it again when the step has gone on."""
    _, voice = picking.paper(0)
    activity, tap = picking.activity, str(uuid.uuid4())
    number = pick(activity, voice, "think", "blue", ident=tap)
    go_to(picking.meeting, "situation")
    with pytest.raises(Refused, match="step_closed"):
        pick(activity, voice, "think", "blue")
    assert pick(activity, voice, "think", "blue", ident=tap) == number
    picking.close()
    assert pick(activity, voice, "think", "blue", ident=tap) == number
    assert AnonymousContribution.objects.count() == 1


def test_a_uuid_of_another_activity_is_not_taken_for_this_one(cast: Cast, picking: Gathering) -> None:
    tap = str(uuid.uuid4())
    pick(picking.activity, picking.paper(0)[1], ident=tap)
    elsewhere = cast.meeting(people=1, settings=PICKS)
    go_to(elsewhere.meeting, "pick")
    with pytest.raises(Refused, match="unreadable"):
        pick(elsewhere.activity, elsewhere.paper(0)[1], ident=tap)


def test_numbers_have_no_gaps_and_each_lane_counts_by_itself(planning: Gathering) -> None:
    numbers = [phase(planning, seat, str(uuid.uuid4()), title="Start") for seat in range(3)]
    assert numbers == [1, 2, 3]
    with pytest.raises(Refused):
        phase(planning, 0, str(uuid.uuid4()), title="x" * 300)
    assert phase(planning, 0, str(uuid.uuid4()), title="Next") == 4
    go_to(planning.meeting, "pick")
    assert pick(planning.activity, planning.paper(0)[1]) == 1


def test_of_an_answer_the_newest_counts_and_the_older_ones_stay(picking: Gathering) -> None:
    _, voice = picking.paper(0)
    pick(picking.activity, voice, "think", "blue")
    pick(picking.activity, voice, "think", "red")
    state = read_meeting(str(picking.meeting.pk))
    assert state is not None and state.activity is not None
    assert [one.payload["colours"] for one in state.activity.ledger.counting()] == [["red"]]
    assert AnonymousContribution.objects.count() == 2


def test_the_server_says_when_whatever_the_clock_of_the_phone(planning: Gathering) -> None:
    said = envelope("strategy", "cc.phase", str(uuid.uuid4()), {"title": "Start"})
    said |= {"at": "1999-01-01T00:00:00Z", "seq": 900, "role": "principal", "participant": "somebody else"}
    contribute(planning.activity, "named", str(planning.seats[0].pk), said)
    row = NamedContribution.objects.get()
    assert timezone.now() - row.at < timedelta(minutes=1)
    assert (row.seq, row.role, row.seat) == (1, "teacher", planning.seats[0])


# Welcome


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (envelope("own", "cc.share", "", {"share": "total"}), "step_closed"),
        (envelope("pick", "cc.share", "", {"share": "total"}), "not_in_this_step"),
        (envelope("nowhere", "cc.pick", "think", {"colours": ["blue"]}), "not_in_this_step"),
        (envelope("pick", "cc.magic", "think", {"colours": ["blue"]}), "not_in_this_step"),
        (envelope("pick", "cn.item", "think", {"colours": ["blue"]}), "not_in_this_step"),
        (envelope("pick", "cc.pick", "think", {"colours": ["purple"]}), "unreadable"),
        (envelope("pick", "cc.pick", "think", {"colours": []}), "unreadable"),
        (envelope("pick", "cc.pick", "think", {"colours": "blue"}), "unreadable"),
        (envelope("pick", "cc.pick", "dream", {"colours": ["blue"]}), "unreadable"),
        (envelope("pick", "cc.pick", "do", {"colours": ["blue", "red", "white"]}), "too_many"),
        (envelope("pick", "cc.pick", "k" * 81, {"colours": ["blue"]}), "unreadable"),
        (envelope("pick", "cc.pick", "think", {"colours": ["blue"]}, ident="not a uuid"), "unreadable"),
        ({}, "unreadable"),
        ({"uuid": 12, "step": "pick", "kind": "cc.pick"}, "unreadable"),
        (envelope("pick", "cc.pick", "think", ["blue"]), "unreadable"),
        ("pick blue", "unreadable"),
        (None, "unreadable"),
        ([1, 2], "unreadable"),
    ],
)
def test_what_is_not_welcome_is_refused_and_nothing_is_kept(picking: Gathering, said: Any, code: str) -> None:
    _, voice = picking.paper(0)
    with pytest.raises(Refused, match=code):
        contribute(picking.activity, "anonymous", voice, said)
    assert not AnonymousContribution.objects.exists()


def test_answers_for_another_activity_than_the_one_that_runs_are_refused(cast: Cast) -> None:
    from kring.engine.meetings.course import AgendaItem

    gathering = cast.meeting(people=1, agenda=[AgendaItem("change_colours", settings=PICKS)] * 2)
    waiting = gathering.meeting.activities.get(position=2)
    with pytest.raises(Refused, match="activity_closed"):
        pick(waiting, gathering.paper(0)[1])


def test_after_the_end_nothing_is_taken(picking: Gathering) -> None:
    activity, (_, voice) = picking.activity, picking.paper(0)
    picking.close()
    with pytest.raises(Refused, match="activity_closed"):
        pick(activity, voice)


MARKUP = "<script>alert(1)</script> {{ 7 }} {% now %} =1+1 ' OR 1=1 --"
TEXTS = {
    "emoji": ("Samen 👩‍👩‍👧‍👦 beginnen 🌱", "Samen 👩‍👩‍👧‍👦 beginnen 🌱"),
    "right to left": ("נתחיל מחר", "נתחיל מחר"),
    "a turned reading direction": ("goed\u202enagnitsem", "goednagnitsem"),
    "markup stays text": (MARKUP, MARKUP),
    "invisible signs": ("\x00Start\x1b[31m\ufeff", "Start[31m"),
    "spaces around it": ("  Start \n", "Start"),
}


@pytest.mark.parametrize(("typed", "kept"), TEXTS.values(), ids=TEXTS)
def test_odd_texts_are_kept_as_plain_text(planning: Gathering, typed: str, kept: str) -> None:
    phase(planning, 0, str(uuid.uuid4()), title=typed)
    assert NamedContribution.objects.get().payload["title"] == kept


@pytest.mark.parametrize(("field", "limit"), [("title", 80), ("goal", 140)])
def test_ten_thousand_characters_are_refused_with_both_numbers(
    planning: Gathering, field: str, limit: int
) -> None:
    with pytest.raises(Refused, match="text_too_long") as refused:
        phase(planning, 0, str(uuid.uuid4()), **{"title": "Start", field: "x" * 10_000})
    assert refused.value.values == {"limit": limit, "length": 10_000}


# Only one's own


def check(key: str, payload: Payload, settings: Settings) -> Payload:
    """A card of at most 280 characters, perhaps an edit or a removal of an earlier one."""
    kept = {name: str(payload[name]) for name in ("replaces", "target") if payload.get(name)}
    return kept if "target" in kept else {"text": text_of(payload, "text", 280), **kept}


WALL = Tool(
    key="wall",
    prefix="wl",
    steps=(Step("write", 5, frozenset({"wl.card", "wl.stamp"})),),
    kinds=(
        Kind("wl.card", "named", "card", check),
        Kind("wl.stamp", "named", "answer", check, lead_only=True),
    ),
    compute=lambda settings, participants, contributions, as_of: {},
)


def writes(
    room: Room, seat: int, number: int, *, leads: bool = False, kind: str = "wl.card", **payload: str
) -> None:
    """A card on the wall, with `number` for its uuid."""
    said = envelope("write", kind, "", payload, ident(number))
    entry = judge(room.state, room.activity.id, "named", room.who(seat, "named"), said, NOW, leads=leads)
    room.activity.ledger.add(entry.contribution(number))


def test_only_the_author_edits_and_withdraws_a_card() -> None:
    room = Room(WALL, 2)
    writes(room, 0, 1, text="Mine")
    writes(room, 0, 2, text="Mine, better", replaces=ident(1))
    for change in ({"text": "Yours", "replaces": ident(2)}, {"target": ident(1)}, {"target": ident(77)}):
        with pytest.raises(Refused, match="not_yours"):
            writes(room, 1, 3, **change)
    writes(room, 0, 3, target=ident(1))
    assert len(room.activity.ledger.counting()) == 3, "a chain is kept whole"


def test_some_things_only_the_facilitator_says() -> None:
    room = Room(WALL, 1)
    with pytest.raises(Refused, match="only_the_facilitator"):
        writes(room, 0, 1, kind="wl.stamp", text="Go")
    writes(room, 0, 1, kind="wl.stamp", text="Go", leads=True)


# Taken away


def test_what_is_erased_is_gone_with_its_content(picking: Gathering) -> None:
    (_, mine), (_, theirs) = picking.paper(0), picking.paper(1)
    for voice in (mine, theirs):
        pick(picking.activity, voice, "think", "blue")
        pick(picking.activity, voice, "think", "red")
    assert erase(picking.activity, "anonymous", mine, {"cc.pick"}) == 2
    assert set(AnonymousContribution.objects.values_list("voice", flat=True)) == {theirs}
    assert erase(picking.activity, "anonymous", mine, {"cc.pick"}) == 0, "may be pressed twice"


def test_a_kind_that_may_not_be_erased_stays(planning: Gathering) -> None:
    phase(planning, 0, str(uuid.uuid4()), title="Start")
    with pytest.raises(Refused, match="unreadable"):
        erase(planning.activity, "named", str(planning.seats[0].pk), {"cc.phase"})
    assert NamedContribution.objects.count() == 1


def test_what_was_counted_cannot_be_erased(cast: Cast) -> None:
    gathering = cast.meeting(people=5, settings=PICKS)
    voices = [gathering.paper(seat)[1] for seat in range(5)]
    go_to(gathering.meeting, "pick")
    for voice in voices:
        pick(gathering.activity, voice, "think", "blue")
        pick(gathering.activity, voice, "do", "red")
    go_to(gathering.meeting, "own")
    for voice in voices:
        share(gathering.activity, voice)
    go_to(gathering.meeting, "picture")
    reveal(gathering.activity, "picture", "", by="Amina")
    with pytest.raises(Refused, match="locked"):
        erase(gathering.activity, "anonymous", voices[0], {"cc.pick"})


# The store


def test_what_was_judged_by_an_older_version_is_judged_again(picking: Gathering) -> None:
    _, voice = picking.paper(0)
    before = read_meeting(str(picking.meeting.pk))
    assert before is not None
    said = envelope("pick", "cc.pick", "think", {"colours": ["blue"]})
    entry = judge(before, str(picking.activity.pk), "anonymous", voice, said, timezone.now())
    go_on(picking.meeting, "")
    assert isinstance(store([entry])[0], Stale)
    assert not AnonymousContribution.objects.exists()


def test_two_hundred_people_in_one_commit(cast: Cast, django_assert_max_num_queries) -> None:
    gathering = cast.meeting(settings=PICKS)
    go_to(gathering.meeting, "pick")
    state = read_meeting(str(gathering.meeting.pk))
    assert state is not None
    entries = [
        judge(
            state,
            str(gathering.activity.pk),
            "anonymous",
            f"{person:064x}",
            envelope("pick", "cc.pick", mode, {"colours": [colour]}),
            timezone.now(),
        )
        for person in range(200)
        for mode, colour in (("think", "blue"), ("do", "green"))
    ]
    doubled = [*entries, *entries[:50]]
    with django_assert_max_num_queries(6):
        outcomes = store(doubled)
    assert outcomes == [*range(1, 401), *range(1, 51)]
    assert AnonymousContribution.objects.count() == 400
    assert Activity.objects.get(pk=gathering.activity.pk).anonymous_seq == 400
