"""Named mode (C-32): a small circle is asked whether it works with names, before the first question.

One "no" and the activity stays anonymous, and nobody may find out whose it was: not whoever leads, not the board,
not who reads the database. Therefore a seat's mark says only *that* it answered, and what was said stands in one
sealed bit for all together, written anew at every answer, yes or no, so that two looks at the database differ in the
same way whoever answered what. Both are gone when the question closes; what stays is the outcome, and of a yes the
seats, which then all said the same. A latecomer's no is kept nowhere.
"""

from __future__ import annotations

import orjson
from django.db import transaction
from django.db.models import F, QuerySet

from kring.engine.meetings.announce import announce
from kring.engine.meetings.models import Activity, Meeting, NamesMark, Seat
from kring.engine.meetings.sealed import opened, sealed
from kring.engine.people.models import Person
from kring.kit.payload import Refused
from kring.tools import TOOLS

FEWEST, MOST = 2, 4
"""A small circle (C-35): alone there is nobody to know, and from five people on answers without a name can be shown."""
OBJECTION = "no"


def may_ask(activity: Activity) -> bool:
    """Whether this activity can still become one with names: nothing asked, said or settled, and not in people's
    own time.

    C-32 asks everybody before the first question, and lets nobody see who said no. In own time the first would wait
    for the last, who may never come; and whoever sees it stay anonymous right after somebody has been, knows whose
    no it was. People who are together answer at once.
    """
    return (
        activity.status == "open"
        and activity.anonymous
        and activity.names in ("", "wanted")
        and TOOLS[activity.tool].may_have_names
        and activity.meeting.kind != "async"
        and not activity.named_seq
        and not activity.anonymous_seq
        # Somebody with a slip has no name to give, and cannot say yes.
        and not activity.voices.exclude(slip="").exists()
        # At a table sit more people than can say yes, and it has no name to give (C-35).
        and not tables(activity).exists()
    )


def ask_names(meeting: Meeting) -> None:
    """Ask everybody who is here; until it is settled nothing else is asked. Asked twice, it is asked once.

    Raises Refused: meeting_closed, names_too_late, names_not_few.
    """
    with transaction.atomic():
        activity = locked_current(meeting)
        if activity.names == "asking":
            return
        if not may_ask(activity):
            raise Refused("names_too_late")
        if not FEWEST <= present(activity).count() <= MOST:
            raise Refused("names_not_few", fewest=FEWEST, most=MOST)
        begin_asking(activity)
        announce(activity.meeting_id)


def begin_asking(activity: Activity) -> None:
    """From now on the question stands. For whoever holds the activity already."""
    change(activity, names="asking", names_said=said(objection=False))


def answer_names(activity: Activity, seat: Seat, yes: bool) -> None:
    """What this seat says; until the question closes a yes can still become a no, never the other way round.

    In an activity that runs with names a latecomer's yes lets them take part, and a no changes nothing at all.
    Raises Refused: activity_closed, names_too_late, and each_alone for a table.
    """
    if seat.table_of:
        raise Refused("each_alone")
    with transaction.atomic():
        locked = Activity.objects.select_for_update().get(pk=activity.pk)
        if locked.status != "open":
            raise Refused("activity_closed")
        if locked.names not in ("asking", "yes"):
            raise Refused("names_too_late")
        if locked.names == "yes" and not yes:
            return
        NamesMark.objects.get_or_create(activity=locked, seat=seat)
        if locked.names == "asking":
            # Also after a yes: whoever compares two copies of the row must see the same change.
            change(locked, names_said=said(objection=objected(locked) or not yes))
        else:
            change(locked)
        announce(locked.meeting_id)


def settle_names(meeting: Meeting) -> str:
    """Close the question: "yes" when everybody who is here said yes, else "no". Settled twice, it stands.

    Raises Refused("meeting_closed").
    """
    with transaction.atomic():
        activity = locked_current(meeting)
        if activity.names != "asking":
            return activity.names
        here = set(present(activity).values_list("pk", flat=True))
        answered = set(activity.names_marks.values_list("seat", flat=True))
        few = FEWEST <= len(here) <= MOST and not tables(activity).exists()
        agreed = few and here <= answered and not objected(activity)
        outcome = "yes" if agreed else "no"
        if agreed:
            # From now on everybody speaks as a seat; a paper of this activity is worth nothing any more.
            activity.stack.all().delete()
            activity.voices.all().delete()
            activity.paper_marks.all().delete()
            change(activity, names="yes", names_said="", anonymous=False)
        else:
            stay_anonymous(activity)
        restart_clock(activity)
        announce(activity.meeting_id)
    return outcome


def stay_anonymous(activity: Activity) -> None:
    """It stays as it was, and of the asking nothing is left but that it was asked."""
    activity.names_marks.all().delete()
    change(activity, names="no", names_said="")


def restart_clock(activity: Activity) -> None:
    """The time of the step begins after the question."""
    from kring.engine.meetings.course import open_step

    for step in activity.steps.filter(status="open"):
        open_step(step)


def change(activity: Activity, **fields: object) -> None:
    """Write these fields; the version makes what was judged before stale."""
    for name, value in fields.items():
        setattr(activity, name, value)
    Activity.objects.filter(pk=activity.pk).update(**fields, version=F("version") + 1)


def said(*, objection: bool) -> str:
    """The one bit for all, sealed: another text every time, always of the same length."""
    return orjson.dumps(sealed({OBJECTION: int(objection)})).decode()


def objected(activity: Activity) -> bool:
    """Whether anybody said no. What cannot be opened (a backup elsewhere, without its key) counts as a no."""
    return bool(opened(orjson.loads(activity.names_said or "{}")).get(OBJECTION, 1))


def present(activity: Activity) -> QuerySet[Seat]:
    """The people whose seats are taken now."""
    return Seat.objects.filter(meeting=activity.meeting_id, left_at=None, table_of=0)


def tables(activity: Activity) -> QuerySet[Seat]:
    """The tables that are there now."""
    return Seat.objects.filter(meeting=activity.meeting_id, left_at=None, table_of__gt=0)


def locked_current(meeting: Meeting) -> Activity:
    """The running activity, locked. Raises Refused("meeting_closed")."""
    now = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if now.status != "open" or now.current_id is None:
        raise Refused("meeting_closed")
    return Activity.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=now.current_id)


def took_part_by_name(activity: Activity, person: Person | None, seat: Seat | None) -> bool:
    """Whether one of these said yes: the results are theirs and nobody else's (C-32)."""
    marks = activity.names_marks.all()
    if seat is not None and marks.filter(seat=seat).exists():
        return True
    return person is not None and marks.filter(seat__person=person).exists()
