"""The stage of life of a circle (lifecycle.md 3): computed, never typed in; only ending is decided by people."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kring.engine.anchors.held import anchors_held
from kring.engine.anchors.models import StageState
from kring.engine.anchors.rule import Standing, look, look_monthly, months_after, stage
from kring.engine.learning.facts import is_dormant
from kring.engine.learning.models import LearningCycle, PhaseLogEntry
from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Community

GOES_ON = ("new_cycle", "hand_over")


def life_stage(community: Community, today: date | None = None) -> str:
    """ended | dormant | sustaining | promoting | initiating, as it was evaluated last."""
    today = today or timezone.localdate()
    state = StageState.objects.filter(community=community).first()
    return stage(
        ended=community.ended_on is not None,
        dormant=is_dormant(community, today),
        sustaining=state is not None and state.sustaining,
        reached_middle=PhaseLogEntry.objects.filter(cycle__community=community, to_phase="middle").exists(),
    )


def is_ripe(community: Community, on: date) -> bool:
    """Whether a cycle ended with going on or handing over."""
    closed = LearningCycle.objects.filter(community=community, phase="closed", future_choice__in=GOES_ON)
    return closed.filter(closed_on__lte=on).exists()


def evaluate(community: Community, now: datetime) -> StageState:
    """Bring the anchor rule up to date: every month that began since the last time, and today.

    Run again on the same day it only adds what became true since.
    """
    today = timezone.localdate(now)
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=community.pk)
        state, _ = StageState.objects.get_or_create(
            community=community, defaults={"month": today.replace(day=1), "at": now}
        )
        standing = Standing(state.sustaining, state.low)
        for first in months_after(state.month, today):
            held = len(anchors_held(community, first))
            standing = look_monthly(standing, held, ripe=is_ripe(community, first))
            state.month = first
        if not standing.sustaining:
            ripe = is_ripe(community, today)
            standing = look(standing, len(anchors_held(community, today)) if ripe else 0, ripe=ripe)
        state.sustaining, state.low, state.at = standing.sustaining, standing.low, now
        state.save()
    return state


def tend_stages(now: datetime) -> int:
    """Evaluate every circle once a day, and after each of its meetings; how many. Part of the chores."""
    begin = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    met = Meeting.objects.filter(
        community=OuterRef("pk"), status="closed", closed_at__gt=OuterRef("stage_state__at")
    )
    due = Q(stage_state=None) | Q(stage_state__at__lt=begin) | Exists(met)
    rows = Community.objects.filter(due, ended_on=None).select_related("organisation", "school")
    return sum(evaluate(one, now) is not None for one in rows)
