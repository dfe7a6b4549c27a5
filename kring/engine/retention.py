"""How long things are kept: the one table of roles.md 8, as far as its objects exist.

Every function may run twice on one day; the second time finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from auditlog.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kring.engine.anchors.own import archive_anchors
from kring.engine.harvest.keeping import archive_of_nobody
from kring.engine.learning.models import LearningCycle, LogbookEntry
from kring.engine.meetings.additions import forget_additions
from kring.engine.meetings.calendar import PLANNED
from kring.engine.meetings.hiding import delete_hidden
from kring.engine.meetings.models import (
    Activity,
    ActivityProposal,
    AnonymousContribution,
    Meeting,
    NamedContribution,
    PaperMark,
    Seat,
)
from kring.engine.meetings.photos import clear_photos
from kring.engine.meetings.sealed import opened
from kring.engine.meetings.signed import former, sign_anew, sign_by_nobody
from kring.engine.mutual.own import delete_notes
from kring.engine.parting.own import delete_partings
from kring.engine.people.models import Consent, Invitation, long_token
from kring.engine.presence.own import delete_presence
from kring.engine.research.projects import forget_name_keys
from kring.engine.transfer.own import clear_pictures, forget_who_looked
from kring.kit.tool import Kind
from kring.kit.words import load_facts
from kring.tools import TOOLS

CONTENT = Path(__file__).parents[1] / "content"


@cache
def terms() -> dict[str, int]:
    """Rule id -> days, for the rules that count in days."""
    return {rule["id"]: int(rule["days"]) for rule in load_facts(CONTENT, "retention") if "days" in rule}


def longest(rule: str) -> int:
    """The most days a school may make of this rule. Raises KeyError for a rule without such an end."""
    return {
        one["id"]: int(one["max"]) for one in load_facts(CONTENT, "retention") if one.get("max") is not None
    }[rule]


def before(now: datetime, rule: str) -> datetime:
    """Whatever ended before this moment is past its term."""
    return now - timedelta(days=terms()[rule])


def closed_activities(now: datetime, rule: str) -> QuerySet[Activity]:
    return Activity.objects.filter(status="closed", closed_at__lt=before(now, rule))


def cut_devices_loose(now: datetime) -> int:
    """rt.seat_link: a day after the meeting, no device can be led back to a seat."""
    seats = Seat.objects.filter(meeting__closed_at__lt=before(now, "rt.seat_link")).exclude(way_back="")
    count = 0
    for seat in seats:
        seat.key, seat.way_back = long_token(), ""
        seat.save(update_fields=["key", "way_back"])
        count += 1
    return count


def forget_names_of_guests(now: datetime) -> int:
    """rt.seat_name: the name a guest typed goes, also from under what they showed while they led."""
    seats = Seat.objects.filter(person=None, meeting__closed_at__lt=before(now, "rt.seat_name"))
    seats = seats.exclude(shown_name="")
    for led in seats.filter(leadings__isnull=False).select_related("meeting").distinct():
        sign_anew([led.meeting], led.shown_name)
    return seats.update(shown_name="")


def delete_paper_marks(now: datetime) -> int:
    """rt.paper: that a seat received a paper."""
    return PaperMark.objects.filter(seat__meeting__closed_at__lt=before(now, "rt.paper")).delete()[0]


def delete_anonymous_answers(now: datetime) -> int:
    """rt.anonymous_answers: publications stay, answers go."""
    old = closed_activities(now, "rt.anonymous_answers")
    count = AnonymousContribution.objects.filter(activity__in=old).delete()[0]
    # Given with a name because everybody agreed (C-32), it is no longer kept than it would have been without.
    for key, tool in TOOLS.items():
        kinds = [kind.name for kind in tool.kinds if kind.lane != "named"]
        by_name = old.filter(tool=key, names="yes")
        count += NamedContribution.objects.filter(activity__in=by_name, kind__in=kinds).delete()[0]
    return count


def delete_kinds_with_their_own_term(now: datetime) -> int:
    """Kinds for which a tool names a rule of its own, such as the table of names."""
    count = 0
    for key, tool in TOOLS.items():
        for kind in tool.kinds:
            if kind.term:
                old = closed_activities(now, kind.term).filter(tool=key, named__kind=kind.name).distinct()
                past = [activity for activity in old if not everybody_keeps(activity, kind)]
                gone = [kind.name, kind.kept_by]
                count += NamedContribution.objects.filter(activity__in=past, kind__in=gone).delete()[0]
    return count


def everybody_keeps(activity: Activity, kind: Kind) -> bool:
    """Whether all who gave something of this kind said, in the kind for that, that it may stay."""
    if not kind.kept_by:
        return False
    said = activity.named.filter(kind=kind.kept_by).order_by("seq").values_list("seat", "payload")
    newest = {seat: opened(payload).get("keep") for seat, payload in said}
    gave = activity.named.filter(kind=kind.name).values_list("seat", flat=True)
    return all(newest.get(seat) == "yes" for seat in gave)


def forget_who_met(now: datetime) -> int:
    """rt.pairs: who was planned with whom by the calendar (`Tool.plans`); turns in a meeting go by their kind."""
    count = 0
    for activity in closed_activities(now, "rt.pairs").filter(settings__has_key=PLANNED):
        activity.settings.pop(PLANNED)
        activity.save(update_fields=["settings"])
        count += 1
    return count


def delete_what_was_hidden(now: datetime) -> int:
    """rt.hidden: what whoever leads took off the wall."""
    return delete_hidden(before(now, "rt.hidden"))


def delete_photos(now: datetime) -> int:
    """rt.media: photos of long ago, and those of cards and practices that are gone."""
    return clear_photos(now, terms()["rt.media"]) + clear_pictures(before(now, "rt.media"))


def forget_observers(now: datetime) -> int:
    """rt.observation_names: who looked, and with whom, a year after it."""
    return forget_who_looked(before(now, "rt.observation_names"))


def take_authors_off(now: datetime) -> int:
    """rt.named_contribution: what was said with a name is nobody's any more, two years after its cycle ended.

    A meeting that fell in no cycle counts from its own end.
    """
    day = OuterRef("closed_at__date")
    within = LearningCycle.objects.filter(
        Q(closed_on=None) | Q(closed_on__gte=day),
        community=OuterRef("community"),
        opened_on__lte=day,
    )
    past = timezone.localdate(before(now, "rt.named_contribution"))
    meetings = Meeting.objects.filter(closed_at__date__lt=past)
    meetings = meetings.exclude(Exists(within.filter(Q(closed_on=None) | Q(closed_on__gte=past))))
    count = sign_by_nobody(meetings)
    guided = Activity.objects.filter(meeting__in=meetings).exclude(led_by=None, proposed_by=None)
    count += guided.update(led_by=None, proposed_by=None)
    for seat in Seat.objects.filter(meeting__in=meetings).exclude(person=None).select_related("meeting"):
        seat.person, seat.way_back, seat.key = None, "", long_token()
        seat.shown_name = former(seat.meeting)
        seat.save(update_fields=["person", "way_back", "key", "shown_name"])
        count += 1
    return count + forget_additions(before(now, "rt.named_contribution"))


def put_harvest_away(now: datetime) -> int:
    """rt.harvest: what nobody touched for five years and nobody can be asked about; a living circle is asked."""
    return archive_of_nobody(before(now, "rt.harvest"), timezone.localdate(now))


def put_anchors_away(now: datetime) -> int:
    """rt.anchors: hours, roles and contacts that ended five years ago, without names."""
    return archive_anchors(timezone.localdate(before(now, "rt.anchors")), timezone.localdate(now))


def forget_fictitious_names(now: datetime) -> int:
    """rt.name_key: who stood behind a fictitious name, a year after the research ended."""
    return forget_name_keys(before(now, "rt.name_key"))


def delete_old_proposals(now: datetime) -> int:
    """rt.suggestion: what somebody put forward for a meeting, two years ago."""
    return ActivityProposal.objects.filter(at__lt=before(now, "rt.suggestion")).delete()[0]


def delete_old_consents(now: datetime) -> int:
    """rt.consent: a year after it was withdrawn."""
    return Consent.objects.filter(withdrawn_on__lt=before(now, "rt.consent")).delete()[0]


def delete_old_invitations(now: datetime) -> int:
    """Letters nobody answered, some time after they ended; they hold an address of somebody who never came."""
    return Invitation.objects.filter(accepted_at=None, expires_at__lt=before(now, "rt.bin")).delete()[0]


def delete_old_log(now: datetime) -> int:
    """rt.audit: who changed what, a year later; and who answered what when a circle decided about its people."""
    past = before(now, "rt.audit")
    count, _ = LogEntry.objects.filter(timestamp__lt=past).delete()
    day = timezone.localdate(past)
    return int(count) + delete_partings(day) + delete_presence(day)


def delete_ended_sessions(now: datetime) -> int:
    """Sessions that ran out."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def delete_logbooks_of_who_left(now: datetime) -> int:
    """rt.logbook: some time after somebody left the school, when they could take it along."""
    gone = timezone.localdate(before(now, "rt.logbook"))
    return LogbookEntry.objects.filter(person__state="left", person__left_on__lt=gone).delete()[0]


def delete_thanks_and_help(now: datetime) -> int:
    """rt.notes: thank-you notes and calls for help, two years after they were written."""
    return delete_notes(before(now, "rt.notes"))


RULES: dict[str, Callable[[datetime], int]] = {
    "rt.seat_link": cut_devices_loose,
    "rt.seat_name": forget_names_of_guests,
    "rt.paper": delete_paper_marks,
    "rt.anonymous_answers": delete_anonymous_answers,
    "rt.hidden": delete_what_was_hidden,
    "rt.media": delete_photos,
    "rt.observation_names": forget_observers,
    "rt.pairs": forget_who_met,
    "own_term": delete_kinds_with_their_own_term,
    "rt.logbook": delete_logbooks_of_who_left,
    "rt.notes": delete_thanks_and_help,
    "rt.named_contribution": take_authors_off,
    "rt.harvest": put_harvest_away,
    "rt.anchors": put_anchors_away,
    "rt.suggestion": delete_old_proposals,
    "rt.name_key": forget_fictitious_names,
    "rt.consent": delete_old_consents,
    "rt.audit": delete_old_log,
    "invitations": delete_old_invitations,
    "sessions": delete_ended_sessions,
}


def keep_to_terms(now: datetime) -> dict[str, int]:
    """Run every rule; counts per rule, no content."""
    return {rule: count for rule, run in RULES.items() if (count := run(now))}
