"""Propose, edit, accept, drop, add, undo, close: the verbs of a meeting's harvest (C-41).

Everything may be pressed twice. Whatever was edited or decided stays when the rules propose again.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kring.engine.harvest.models import KINDS, HarvestClosing, HarvestProposal
from kring.engine.harvest.records import Draft, check, draft_of, fill_in, keep, set_aside
from kring.engine.learning.looking import otherwise
from kring.engine.meetings.announce import announce
from kring.engine.meetings.models import Activity, Meeting, Publication
from kring.engine.meetings.reading import at, day_of
from kring.engine.meetings.scenes import scene, settings_of, shown
from kring.engine.people.models import Person
from kring.engine.words import of_tool
from kring.kit.freeze import freeze
from kring.kit.payload import Refused
from kring.kit.scene import Proposal, Shown
from kring.tools import TOOLS

READ_IN = (F("activity__position").asc(nulls_last=True), "rank", "made_at", "id")
"""The order of reading: activity after activity, the most important first, then what was said in the room."""
MOST = 7
"""Proposals of one activity (C-41)."""


def same_words(text: str) -> str:
    """A text without its case and spaces, to compare."""
    return " ".join(text.split()).casefold()


def propose(meeting: Meeting) -> list[HarvestProposal]:
    """Let the rules of every opened activity propose; what they no longer say and nobody touched goes.

    Gives what the whole group may see, in the order in which it is read. Once the harvest is closed nothing
    new is proposed.
    """
    with transaction.atomic():
        meeting = locked(meeting)
        if not is_closed(meeting):
            for activity in meeting.activities.exclude(status="planned"):
                propose_from(activity)
    return list(for_everybody(meeting))


def propose_from(activity: Activity) -> None:
    """The proposals of one activity: at most seven, those that were edited or decided among them."""
    state = at(activity)
    running = state.activity
    assert running is not None
    words, day = of_tool(activity.tool, state.language), day_of(activity)
    now, settings = shown(state, day), settings_of(running)
    made = merged(TOOLS[activity.tool].propose(settings, now, day, words))
    if running.by_name:
        made = theirs_to_take_along(activity, made, settings, now, day, words)
    known = {place(row): row for row in activity.proposals.all()}
    settled = {name for name, row in known.items() if row.status != "open" or row.edited_at}
    wanted = {name: one for one in made if (name := place(one)) not in settled}
    wanted = dict(list(wanted.items())[: max(0, MOST - len(settled))])
    for one in merged(TOOLS[activity.tool].between(scene(state, day), words)):
        if place(one) not in settled:
            wanted[place(one)] = one
    activity.proposals.filter(
        pk__in=[row.pk for name, row in known.items() if name not in settled and name not in wanted]
    ).delete()
    fresh = {name: one for name, one in wanted.items() if name not in known}
    if not fresh:
        return
    roots = grown_from(activity, settings, now, day, words, set(fresh))
    named = set(activity.named.values_list("uuid", flat=True))
    for name, one in fresh.items():
        row = HarvestProposal.objects.create(
            meeting_id=activity.meeting_id,
            activity=activity,
            rule=one.rule,
            kind=one.kind,
            rank=one.rank,
            text=one.text[:500],
            owner=one.owner[:120],
            due=one.due,
            private_to=sorted(one.private_to),
            # Only what somebody said under their own name can be a source; anonymous answers never are.
            sources=[source for source in one.sources if uuid.UUID(source) in named],
            data=freeze(dict(one.data)),
        )
        row.publications.set(roots.get(name, []))


Place = tuple[str, str, tuple[str, ...]]


def place(one: Proposal | HarvestProposal) -> Place:
    """What makes two proposals the same: kind, words as first proposed, and whom they are for."""
    return one.kind, same_words(one.text[:500]), tuple(sorted(one.private_to))


def merged(found: list[Proposal]) -> list[Proposal]:
    """Equal texts once, with the sources of all of them; highest rank first (rank 1 is read first)."""
    kept: dict[Place, Proposal] = {}
    for one in sorted(found, key=lambda each: each.rank):
        if not one.text.strip():
            continue
        name = place(one)
        if name in kept:
            sources = tuple(dict.fromkeys((*kept[name].sources, *one.sources)))
            kept[name] = replace(kept[name], sources=sources)
        else:
            kept[name] = one
    return list(kept.values())


def grown_from(
    activity: Activity, settings: Any, now: Shown, day: date, words: Any, fresh: set[Place]
) -> dict[Place, list[Publication]]:
    """Which publications a proposal needs: without them the rules would not have made it."""
    rows = {
        f"{row.step}:{row.choice}" if row.choice else row.step: row
        for row in activity.publications.order_by("pk")
    }
    found: dict[Place, list[Publication]] = {}
    for name in now.published:
        without = Shown({key: part for key, part in now.published.items() if key != name}, now.live)
        still = {place(one) for one in TOOLS[activity.tool].propose(settings, without, day, words)}
        for one in fresh - still:
            found.setdefault(one, []).append(rows[name])
    return found


def theirs_to_take_along(
    activity: Activity, made: list[Proposal], settings: Any, now: Shown, day: date, words: Any
) -> list[Proposal]:
    """Of an activity with names (C-32) only what grew out of something the group wrote, a plan or a step.

    Harvest is read by the whole circle and may be shared with the school; an outcome may not, in no words.
    """
    kinds = {kind.name for kind in TOOLS[activity.tool].kinds if kind.lane == "named"}
    written = {str(uuid) for uuid in activity.named.filter(kind__in=kinds).values_list("uuid", flat=True)}
    shown_only = grown_from(activity, settings, now, day, words, {place(one) for one in made})
    return [
        one for one in made if one.sources and written >= set(one.sources) and place(one) not in shown_only
    ]


def locked(meeting: Meeting) -> Meeting:
    """The meeting, held until the end of the transaction, so that two presses come after each other."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("community", "organisation")
    return rows.get(pk=meeting.pk)


def is_closed(meeting: Meeting) -> bool:
    """Whether the harvest of this meeting was closed."""
    return HarvestClosing.objects.filter(meeting=meeting).exists()


def for_change(meeting: Meeting) -> Meeting:
    """The meeting, held. Raises Refused("harvest_closed")."""
    meeting = locked(meeting)
    if is_closed(meeting):
        raise Refused("harvest_closed")
    return meeting


def held(proposal: HarvestProposal) -> HarvestProposal:
    """The proposal as it is now, with its meeting held. Raises Refused: harvest_closed, proposal_gone."""
    meeting = for_change(proposal.meeting)
    row = HarvestProposal.objects.select_related("activity").filter(pk=proposal.pk).first()
    if row is None:
        raise Refused("proposal_gone")
    row.meeting = meeting
    return row


def edit(proposal: HarvestProposal, draft: Draft, *, person: Person | None = None) -> HarvestProposal:
    """Change the words, owner, date or details; what was accepted changes with it.

    Raises Refused: harvest_closed, proposal_gone, empty_text, text_too_short, text_too_long, too_many_owners.
    """
    with transaction.atomic():
        row = held(proposal)
        fill_in(row, draft)
        if row.status == "accepted":
            keep(row, draft_of(row), person)
        row.save()
        announce(row.meeting_id)
    return row


def accept(
    proposal: HarvestProposal, *, by: str, person: Person | None = None, draft: Draft | None = None
) -> HarvestProposal:
    """The group takes it along: now it is an insight, an agreement, an action or part of the repertoire.

    Accepted once more, only what the draft changes is changed. Raises Refused, as `edit`.
    """
    with transaction.atomic():
        row = held(proposal)
        fill_in(row, draft or draft_of(row))
        keep(row, draft_of(row), person)
        decide(row, "accepted", by)
        otherwise(row)
        announce(row.meeting_id)
    return row


def drop(proposal: HarvestProposal, *, by: str) -> HarvestProposal:
    """The group does not take it along; what was made of it goes. Raises Refused: harvest_closed, harvest_used."""
    with transaction.atomic():
        row = held(proposal)
        set_aside(row)
        decide(row, "dropped", by)
        announce(row.meeting_id)
    return row


def undo(proposal: HarvestProposal) -> HarvestProposal:
    """Take back a decision: the proposal is open again. Raises Refused: harvest_closed, harvest_used."""
    with transaction.atomic():
        row = held(proposal)
        if row.status != "open":
            set_aside(row)
            row.status, row.decided_by, row.decided_at = "open", "", None
            row.save()
            announce(row.meeting_id)
    return row


def decide(row: HarvestProposal, status: str, by: str) -> None:
    if row.status != status:
        row.status, row.decided_by, row.decided_at = status, by[:80], timezone.now()
    row.save()


def add(
    meeting: Meeting, kind: str, draft: Draft, *, by: str, person: Person | None = None, ident: str = ""
) -> HarvestProposal:
    """Something the group said itself, taken along at once. `ident` is made by the form: sent twice, once there.

    Raises Refused, as `edit`; "unreadable" for an unknown kind.
    """
    if kind not in KINDS:
        raise Refused("unreadable")
    with transaction.atomic():
        meeting = for_change(meeting)
        try:
            pk = uuid.UUID(ident) if ident else uuid.uuid4()
        except ValueError:
            pk = uuid.uuid4()
        known = HarvestProposal.objects.filter(pk=pk).first()
        if known is not None:
            if known.meeting_id != meeting.pk:
                raise Refused("unreadable")
            return known
        row = HarvestProposal(pk=pk, meeting=meeting, kind=kind)
        draft = check(row, draft)
        row.text, row.owner, row.due = draft.text, draft.owner, draft.due
        row.details = {"practice_trace": draft.practice_trace, "kind": draft.kind, "out_of": draft.out_of}
        row.save()
        keep(row, draft, person)
        decide(row, "accepted", by)
        announce(meeting.pk)
    return row


def close_harvest(meeting: Meeting, *, by: str) -> None:
    """From now on the decisions stand. Closing what is closed changes nothing."""
    with transaction.atomic():
        meeting = locked(meeting)
        HarvestClosing.objects.get_or_create(meeting=meeting, defaults={"by": by[:80]})
        announce(meeting.pk)


def reopen_harvest(meeting: Meeting) -> None:
    """Open the harvest again, for whoever closed it too early."""
    with transaction.atomic():
        HarvestClosing.objects.filter(meeting=locked(meeting)).delete()
        announce(meeting.pk)


def for_everybody(meeting: Meeting) -> Iterator[HarvestProposal]:
    """The proposals that the whole group may see, in the order in which they are read."""
    rows = meeting.proposals.select_related(
        "activity", "node__action", "node__agreement", "repertoire"
    ).prefetch_related("node__action__owners")
    rows = rows.order_by(*READ_IN)
    yield from (row for row in rows if not row.private_to)


def for_these_two(meeting: Meeting, seats: set[str]) -> Iterator[HarvestProposal]:
    """The private proposals of which one of these chairs is a party."""
    rows = meeting.proposals.select_related("activity", "node__action").exclude(private_to=[])
    rows = rows.order_by(*READ_IN)
    yield from (row for row in rows if seats & set(row.private_to))
