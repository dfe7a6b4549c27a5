"""From something that was tried to something that is done: making a practice, who does it, and what shows it.

Sources: transfer.md 2 and 4 (TL-2 for the link). Looking at it stands in `observing`.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from kring.engine.harvest.agreements import members_of
from kring.engine.harvest.linking import grew_out_of
from kring.engine.harvest.models import Action
from kring.engine.harvest.people import contributes, round_of
from kring.engine.harvest.records import shortened
from kring.engine.harvest.tracing import authors_of, guides_of
from kring.engine.meetings.photos import drawn_anew
from kring.engine.people.models import Community, Person
from kring.engine.transfer.models import Doer, Embedding, Evidence, Practice
from kring.kit.payload import Refused, text_of

SETTINGS = ("lesson", "team", "school", "parents", "other")
EVIDENCE = ("note", "material", "count", "photo")
EMBEDDINGS = ("role", "timetable", "induction", "criterion", "agreement")
WHAT, SUBJECT, CLASSES, NOTE, REASON, LAID_DOWN = 300, 60, 80, 500, 200, 160
SHORTEST, SHORTEST_REASON = 10, 10
MOST_DOERS, MOST_EVIDENCE = 500, 60
TRIED = ("tried", "done")


@dataclass(frozen=True)
class Draft:
    """What somebody says of a practice."""

    what: str
    setting: str
    subject_area: str = ""
    classes_or_groups: str = ""
    doers_n: int = 1


def practices() -> QuerySet[Practice]:
    """All practices, as rows of their own kind."""
    return QuerySet(Practice)


def in_circle(community: Community) -> QuerySet[Practice]:
    """What a circle does, the newest first; nothing withdrawn, put away or double."""
    rows = practices().filter(community=community, duplicate_of=None, archived_on=None)
    return rows.exclude(node_status="withdrawn").order_by("-opened_on", "-changed_at")


def takes_part(person: Person, community: Community | None) -> bool:
    """Whether this person is a member of the circle or guides it, as long as it goes on."""
    if community is None or community.ended_on is not None:
        return False
    return person.pk in members_of(community) | guides_of(community)


def checked(draft: Draft) -> Draft:
    """The draft as it may be kept. Raises Refused: text_too_short, text_too_long, unreadable, doers."""
    what = text_of({"text": " ".join(draft.what.split())}, "text", WHAT, needed=False)
    if len(what) < SHORTEST:
        raise Refused("text_too_short", n=SHORTEST)
    if draft.setting not in SETTINGS:
        raise Refused("choose_setting")
    if not 1 <= draft.doers_n <= MOST_DOERS:
        raise Refused("doers")
    subject = text_of({"text": " ".join(draft.subject_area.split())}, "text", SUBJECT, needed=False)
    where = text_of({"text": " ".join(draft.classes_or_groups.split())}, "text", CLASSES, needed=False)
    return Draft(what, draft.setting, subject, where, draft.doers_n)


def make_practice(
    action: Action, draft: Draft, *, by: Person, doer: bool, named: bool = False, today: date | None = None
) -> Practice:
    """What came of an action that was tried or done. Its link counts at once, for it is made along with it (TL-2).

    `doer`: whoever says it does it too; `named`: the circle may read that. The same words twice are one practice.
    Raises Refused: members_only, gone, not_tried, text_too_short, text_too_long, choose_setting, doers.
    """
    draft, today = checked(draft), today or timezone.localdate()
    with transaction.atomic():
        rows: QuerySet[Action] = QuerySet(Action).select_for_update(of=("self",))
        row = (
            rows.filter(pk=action.pk, private=False, duplicate_of=None)
            .exclude(node_status="withdrawn")
            .first()
        )
        if row is None or row.community is None:
            raise Refused("gone")
        if not takes_part(by, row.community):
            raise Refused("members_only")
        if row.status not in TRIED:
            raise Refused("not_tried")
        for one in in_circle(row.community).filter(links_back__from_node=row.pk):
            if one.said == draft.what:
                return one
        made: Practice = practices().create(
            organisation_id=row.organisation_id,
            community=row.community,
            meeting=row.meeting,
            stage="practice",
            title=shortened(draft.what),
            text=draft.what if len(draft.what) > 120 else "",
            opened_on=today,
            created_by=by,
            cycle=round_of(row.community),
            setting=draft.setting,
            subject_area=draft.subject_area,
            classes_or_groups=draft.classes_or_groups,
            doers_n=draft.doers_n,
        )
        contributes(made, by)
        grew_out_of(row, made, by, today)
        if doer:
            does_it_too(made, by=by, named=named)
    return made


def held(practice: Practice) -> Practice:
    """The practice as it is now, held until the end of the transaction. Raises Refused("gone")."""
    rows = practices().select_for_update(of=("self",)).select_related("community__school")
    row: Practice | None = (
        rows.filter(pk=practice.pk, archived_on=None).exclude(node_status="withdrawn").first()
    )
    if row is None or row.community is None:
        raise Refused("gone")
    return row


def guided_by(person: Person, practice: Practice) -> bool:
    """Whether this person guides the circle whose practice it is."""
    return practice.community is not None and person.pk in guides_of(practice.community)


def change(practice: Practice, draft: Draft, *, by: Person) -> Practice:
    """Other words for it, by who brought it in, does it, or guides the circle.

    Raises Refused: gone, not_yours, and those of `checked`.
    """
    draft = checked(draft)
    with transaction.atomic():
        row = held(practice)
        if by.pk not in authors_of(row) and not guided_by(by, row) and doer_of(row, by) is None:
            raise Refused("not_yours")
        row.title, row.text = shortened(draft.what), draft.what if len(draft.what) > 120 else ""
        row.setting, row.subject_area = draft.setting, draft.subject_area
        row.classes_or_groups = draft.classes_or_groups
        row.doers_n = max(draft.doers_n, row.doers.count())
        row.save()
    return row


# ---- who does it ---------------------------------------------------------------------------------------


def doer_of(practice: Practice, person: Person) -> Doer | None:
    """This person as somebody who does it, or None."""
    return practice.doers.filter(person=person).first()


def does_it_too(practice: Practice, *, by: Person, named: bool) -> Doer:
    """A member says that they do it; said again, only whether the circle reads their name changes.

    Raises Refused: gone, members_only.
    """
    with transaction.atomic():
        row = held(practice)
        if not takes_part(by, row.community):
            raise Refused("members_only")
        found = doer_of(row, by)
        if found is None:
            last = row.doers.aggregate(last=Max("number"))["last"] or 0
            found = row.doers.create(number=last + 1, person=by, named=named)
            contributes(row, by)
            if row.doers_n < last + 1:
                row.doers_n = last + 1
                row.save(update_fields=["doers_n", "changed_at"])
        elif found.named != named:
            found.named = named
            found.save(update_fields=["named"])
    return found


# ---- what shows it -------------------------------------------------------------------------------------


def place_of(practice: object, evidence: object) -> Path:
    """Where the photo of a piece of evidence stands."""
    return Path(settings.MEDIA_ROOT) / "evidence" / str(practice) / f"{evidence}.jpg"


def add_evidence(
    practice: Practice,
    kind: str,
    *,
    by: Person,
    text: str = "",
    count: int | None = None,
    photo: bytes = b"",
    contains_pupils: bool = False,
    cleared: bool = False,
    reason: str = "",
) -> Evidence:
    """Material, a note, a count or a photo that shows the practice.

    With recognisable pupils it is kept only when it was cleared, with the reason (transfer.md 4). The same words twice
    are one. Raises Refused: gone, members_only, unreadable, empty_text, text_too_long, photo, count, not_cleared,
    evidence_full.
    """
    if kind not in EVIDENCE:
        raise Refused("unreadable")
    words = text_of({"text": text}, "text", NOTE, needed=kind != "photo")
    why = text_of({"text": reason}, "text", REASON, needed=False)
    if kind == "count" and count is None:
        raise Refused("count")
    if contains_pupils and not (cleared and len(why) >= SHORTEST_REASON):
        raise Refused("not_cleared", n=SHORTEST_REASON)
    picture = drawn_anew(photo) if kind == "photo" else b""
    with transaction.atomic():
        row = held(practice)
        if not takes_part(by, row.community):
            raise Refused("members_only")
        same = row.evidence.filter(kind=kind, text=words, count=count, added_by=by)
        if kind != "photo" and (known := same.first()) is not None:
            return known
        if row.evidence.count() >= MOST_EVIDENCE:
            raise Refused("evidence_full", n=MOST_EVIDENCE)
        made = row.evidence.create(
            kind=kind,
            text=words,
            count=count if kind == "count" else None,
            contains_pupils=contains_pupils,
            cleared=contains_pupils,
            cleared_reason=why if contains_pupils else "",
            added_by=by,
        )
        if picture:
            keep_picture(place_of(row.pk, made.pk), picture)
    return made


def keep_picture(place: Path, picture: bytes) -> None:
    """Write it whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_suffix(f".{uuid.uuid4().hex}")
    unfinished.write_bytes(picture)
    unfinished.replace(place)


def take_evidence_away(evidence: Evidence, *, by: Person) -> None:
    """Whoever added it, or guides the circle, takes it away, its photo too. Raises Refused("not_yours")."""
    if evidence.added_by_id != by.pk and not guided_by(by, evidence.practice):
        raise Refused("not_yours")
    place_of(evidence.practice_id, evidence.pk).unlink(missing_ok=True)
    evidence.delete()


def lay_down(practice: Practice, kind: str, text: str, *, by: Person) -> Embedding:
    """A member says where the school laid it down. The same words twice are one.

    Raises Refused: gone, members_only, unreadable, empty_text, text_too_long.
    """
    if kind not in EMBEDDINGS:
        raise Refused("unreadable")
    words = text_of({"text": " ".join(text.split())}, "text", LAID_DOWN)
    with transaction.atomic():
        row = held(practice)
        if not takes_part(by, row.community):
            raise Refused("members_only")
        made, _ = row.embeddings.get_or_create(kind=kind, text=words, defaults={"added_by": by})
    return made
