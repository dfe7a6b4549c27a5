"""Slips in the engine (C-09, C-10): valid like every paper, tied to nothing, gone with the activity."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.conftest import Cast, Gathering
from kring.engine.meetings.actions import contribute, reveal
from kring.engine.meetings.course import go_to
from kring.engine.meetings.models import Activity, AnonymousContribution, Paper, SlipCount, Voice
from kring.engine.meetings.names import may_ask
from kring.engine.meetings.papers import take_paper
from kring.engine.meetings.slip_codes import BYTES, LENGTH, OURS, code_of, in_groups, read_code
from kring.engine.meetings.slips import MOST, MOST_AT_ONCE, lapse_slips, make_slips, slip_of, slips_of
from kring.engine.meetings.state import digest
from kring.engine.tests.speaking import PICKS, envelope, pick, share
from kring.engine.tests.test_papers import everything, linked
from kring.kit.payload import Refused


@pytest.fixture
def evening(cast: Cast) -> Gathering:
    """Three teachers at the step where everybody picks colours."""
    gathering = cast.meeting(people=3, settings=PICKS)
    go_to(gathering.meeting, "pick")
    return gathering


# The code


@given(st.binary(min_size=BYTES, max_size=BYTES))
def test_a_code_comes_back_however_it_is_written(chance: bytes) -> None:
    code = code_of(chance)
    assert len(code) == LENGTH and set(code) <= set(OURS)
    assert read_code("\n".join(in_groups(code)).lower()) == code
    assert read_code(code.replace("0", "O").replace("1", "i")) == code


@given(st.binary(min_size=BYTES, max_size=BYTES), st.integers(0, 25), st.sampled_from(OURS))
def test_one_wrong_letter_never_makes_another_slip_that_is_read(
    chance: bytes, place: int, letter: str
) -> None:
    """It is noticed (255 times of 256), and what is not noticed is no paper that was printed."""
    code = code_of(chance)
    wrong = code[:place] + letter + code[place + 1 :]
    try:
        assert read_code(wrong) == wrong
    except Refused as refused:
        assert refused.code == "slip_typo" and wrong != code


@pytest.mark.parametrize("typed", ["", "A" * 27, "A" * 29, "é" * 28, "💥", "<b>"])
def test_what_is_too_short_or_too_long_is_told_so(typed: str) -> None:
    with pytest.raises(Refused, match="slip_short"):
        read_code(typed)


# Making


def test_slips_are_kept_as_hashes_in_their_order(evening: Gathering) -> None:
    before = set(Voice.objects.values_list("pk", flat=True))
    codes = make_slips(evening.activity, "parent", 20, 0)
    new = [one for one in Voice.objects.order_by("pk") if one.pk not in before]
    assert [one.pk for one in new] == sorted(digest(code) for code in codes) and {
        one.slip for one in new
    } == {"parent"}
    assert not Paper.objects.filter(token__in=codes).exists(), "no seat can draw one"
    assert slips_of(evening.activity).left == 20


def test_no_table_holds_the_code_of_a_slip(evening: Gathering) -> None:
    codes = make_slips(evening.activity, "student", 5, 0)
    for code in codes[:3]:
        pick(evening.activity, digest(code))
    written = " ".join(str(value) for _, row in everything() for value in row.values())
    assert not any(code in written for code in codes)


@pytest.mark.parametrize("closed", [False, True], ids=["running", "closed"])
def test_nothing_ties_a_slip_to_a_seat_a_sheet_or_another_slip(evening: Gathering, closed: bool) -> None:
    """Two sheets, people on seats, and answers of both: every table there is, searched for what stands with two."""
    papers = [evening.paper(seat) for seat in range(3)]
    first = make_slips(evening.activity, "student", 3, 0)
    second = make_slips(evening.activity, "student", 3, 3)
    slips = [(code, digest(code)) for code in (*first, *second)]
    for _, voice in (*papers, *slips):
        pick(evening.activity, voice)
    if closed:
        evening.close()
    assert linked(evening, [*papers, *slips]) == []
    # Of the sheets only numbers are kept, together per role; the rows of two sheets cannot be told apart.
    assert list(SlipCount.objects.values_list("made", flat=True)) == [{"student": 6}]
    rows = {
        digest(code): {name: value for name, value in row.items() if name != "digest"}
        for (code, _), (_, row) in itertools.product(slips, everything())
        if row.get("digest") == digest(code)
    }
    assert len({str(row) for row in rows.values()}) <= 1


def test_a_slip_cannot_be_taken_by_a_seat(evening: Gathering) -> None:
    [code] = make_slips(evening.activity, "student", 1, 0)
    assert take_paper(evening.activity, evening.seats[0], code) is False


def test_limits_are_said(evening: Gathering) -> None:
    activity = evening.activity
    for n in (0, MOST_AT_ONCE + 1):
        with pytest.raises(Refused, match="number_between"):
            make_slips(activity, "student", n, 0)
    SlipCount.objects.create(activity=activity, made={"student": MOST - 1})
    with pytest.raises(Refused, match="slips_full"):
        make_slips(activity, "parent", 2, MOST - 1)
    evening.close()
    with pytest.raises(Refused, match="activity_closed"):
        make_slips(activity, "student", 1, MOST - 1)


def test_where_slips_are_nobody_is_asked_for_names_any_more(evening: Gathering) -> None:
    assert may_ask(evening.activity)
    make_slips(evening.activity, "student", 1, 0)
    assert not may_ask(evening.activity)


# Answering


def test_a_slip_stores_no_role_where_nothing_is_split(evening: Gathering) -> None:
    [code] = make_slips(evening.activity, "parent", 1, 0)
    pick(evening.activity, digest(code))
    assert AnonymousContribution.objects.get().role == ""


def test_where_the_activity_is_split_a_slip_falls_into_its_group_and_closing_hides_it(
    evening: Gathering,
) -> None:
    """C-05, C-10, C-28: the fold of the role key, and `together` once it turns out to be shown apart nowhere."""
    activity = evening.activity
    Activity.objects.filter(pk=activity.pk).update(split="group")
    [code] = make_slips(activity, "parent", 1, 0)
    pick(activity, digest(code))
    assert AnonymousContribution.objects.get().role == "others"
    evening.close()
    assert AnonymousContribution.objects.get().role == "together"


def test_a_slip_is_refused_outside_its_questions(evening: Gathering) -> None:
    [code] = make_slips(evening.activity, "student", 1, 0)
    go_to(evening.meeting, "strategy")
    with pytest.raises(Refused, match="not_by_slip"):
        contribute(evening.activity, "anonymous", digest(code), envelope("strategy", "cc.done", "strategy"))
    with pytest.raises(Refused):
        contribute(evening.activity, "anonymous", digest(code), envelope("strategy", "cc.phase", "x"))


def test_five_count_and_four_do_not_with_slips_among_them(evening: Gathering) -> None:
    """C-27: slips are respondents as all others."""
    activity = evening.activity
    voices = [evening.paper(seat)[1] for seat in range(3)] + [
        digest(code) for code in make_slips(activity, "student", 2, 0)
    ]
    for voice in voices:
        pick(activity, voice, "think", "blue")
        pick(activity, voice, "do", "red")
    go_to(evening.meeting, "own")
    for voice in voices[:4]:
        share(activity, voice)
    go_to(evening.meeting, "picture")
    with pytest.raises(Refused, match="few_share"):
        reveal(activity, "picture", "", by="Amina")
    go_to(evening.meeting, "own")
    share(activity, voices[4])
    go_to(evening.meeting, "picture")
    assert reveal(activity, "picture", "", by="Amina").result["n"] == 5


# The end


def test_closing_destroys_slips_and_keeps_how_many_answered(evening: Gathering) -> None:
    activity = evening.activity
    codes = make_slips(activity, "student", 4, 0)
    for code in codes[:3]:
        pick(activity, digest(code))
    evening.close()
    activity.refresh_from_db()
    assert not Voice.objects.exists()
    found = slips_of(activity)
    assert (found.all, found.used, found.lapsed) == (4, 3, 0)
    with pytest.raises(Refused, match="slip_unknown"):
        slip_of(codes[0])
    assert all(one.voice.startswith("#") for one in AnonymousContribution.objects.all())


def test_lapsing_leaves_who_answered(evening: Gathering) -> None:
    activity = evening.activity
    used, *unused = make_slips(activity, "student", 6, 0)
    pick(activity, digest(used))
    assert lapse_slips(activity) == 5 and lapse_slips(activity) == 0
    assert slip_of(used) == (activity, used)
    for code in unused:
        with pytest.raises(Refused, match="slip_unknown"):
            slip_of(code)
    found = slips_of(activity)
    assert (found.all, found.used, found.lapsed, found.left) == (6, 1, 5, 0)
