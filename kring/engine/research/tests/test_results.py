"""What a researcher sees of what a circle measured (C-24, C-26, C-27, C-30, C-40)."""

from __future__ import annotations

from fractions import Fraction

from kring.conftest import Cast
from kring.engine.meetings.models import AnonymousContribution, Publication
from kring.engine.research.results import instruments
from kring.engine.research.tests.answered import scan
from kring.tools.change_colours.vocabulary import COLOURS


def test_a_questionnaire_with_its_people_scales_and_how_they_hang_together(cast: Cast) -> None:
    scan(cast, 24, straight=2)
    [found] = instruments(cast.community)
    assert (found.step, found.n, found.invited, found.fresh, found.age) == ("situation", 24, 28, True, 0)
    assert [one.scale.key for one in found.scales] == [f"situation.{colour}" for colour in COLOURS]
    one = found.scales[0]
    assert (one.n, one.mean, one.index, one.band) == (24, Fraction(7, 2), Fraction(125, 2), "high")
    assert (
        one.hangs_together is not None and one.hangs_together.n == 24 and one.hangs_together.alpha is not None
    )
    assert found.lines is not None and (found.lines.n, found.lines.lines) == (24, 3), (
        "one of them chose 3 throughout"
    )


def test_nineteen_people_are_too_few_for_alpha_and_nine_for_straight_lines(cast: Cast) -> None:
    scan(cast, 9)
    [found] = instruments(cast.community)
    assert found.scales[0].hangs_together is not None
    assert found.scales[0].hangs_together.no_alpha == "too_few_cases"
    assert found.lines is None


def test_only_who_was_counted_when_it_was_shown_counts(cast: Cast) -> None:
    scan(cast, 24)
    shown = Publication.objects.get()
    shown.rows = {colour: {"whole": [f"#{n}" for n in range(1, 21)]} for colour in COLOURS}
    shown.save()
    [found] = instruments(cast.community)
    assert (found.n, found.scales[0].n) == (20, 20)
    assert found.scales[0].hangs_together is not None and found.scales[0].hangs_together.n == 20


def test_a_scale_that_was_shown_over_fewer_than_five_is_not_there(cast: Cast) -> None:
    scan(cast, 8)
    shown = Publication.objects.get()
    shown.rows = {"yellow": {"whole": ["#1", "#2", "#3", "#4"]}, "blue": shown.rows["blue"]}
    shown.save()
    [found] = instruments(cast.community)
    assert [one.scale.key for one in found.scales] == ["situation.blue"]


def test_what_was_not_shown_or_done_with_names_is_not_there(cast: Cast) -> None:
    scan(cast, 8, names="yes")
    scan(cast, 8).publications.all().delete()
    running = scan(cast, 8)
    running.status = "open"
    running.save()
    assert instruments(cast.community) == []


def test_old_results_keep_their_day_and_no_longer_count(cast: Cast) -> None:
    scan(cast, 6, days_ago=240)
    scan(cast, 6, days_ago=241)
    new, old = instruments(cast.community)
    assert (new.fresh, old.fresh, old.age) == (True, False, 241)


def test_when_answers_are_gone_the_result_stays_and_nothing_is_computed(cast: Cast) -> None:
    scan(cast, 24)
    AnonymousContribution.objects.all().delete()
    [found] = instruments(cast.community)
    assert found.n == 24 and found.scales[0].hangs_together is None and found.lines is None
