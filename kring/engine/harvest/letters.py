"""The weekly letter: what is somebody's own and comes up soon, with links that answer it. At most one a week.

Never on Friday after 16:00, in weekends or school holidays (C-36); never to who paused, left, put their data aside
or asked to be removed. Plain text, in the language of the reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from kring.engine.address import public_address
from kring.engine.harvest.agreements import agreements, moment
from kring.engine.harvest.answering import current_answer
from kring.engine.harvest.lasting import reminders
from kring.engine.harvest.links import WHATS, link
from kring.engine.harvest.models import Action, Agreement, AgreementReview, Letter, LetterPause
from kring.engine.harvest.practised import asked_of, question_of
from kring.engine.harvest.returning import still_open
from kring.engine.learning.between import to_remind
from kring.engine.meetings.models import Activity, Meeting
from kring.engine.meetings.state import MeetingState
from kring.engine.people.models import Community, Holiday, Person
from kring.engine.transfer.models import LookInvitation
from kring.engine.transfer.observing import open_for
from kring.engine.words import interface
from kring.kit.words import Words

EVERY = timedelta(days=7)
AHEAD = timedelta(days=7)
"""An action stands in the letter from a week before its date on."""
FIRST_HOUR, LAST_HOUR = 8, 18
FRIDAY, FRIDAY_HOUR = 4, 16
"""From this hour on the weekend has begun (C-36)."""
PAUSE = timedelta(weeks=4)
KEPT = timedelta(weeks=5)
"""That somebody was written to is only kept to know when not to write again."""


@dataclass(frozen=True)
class Ask:
    """One thing in a letter: what it is about, its words, what stands below it, and which links."""

    about: str
    thing: Action | Agreement | AgreementReview | Activity | LookInvitation | Meeting
    text: str
    circle: str
    due: date | None = None
    at: str = ""
    """The address at which it is answered, where no link of a letter does."""


def at_work(now: datetime) -> bool:
    """Whether this is an hour of a working week on which people may be written to (C-36)."""
    local = timezone.localtime(now)
    if local.weekday() > FRIDAY or (local.weekday() == FRIDAY and local.hour >= FRIDAY_HOUR):
        return False
    return FIRST_HOUR <= local.hour < LAST_HOUR


def may_send(now: datetime, person: Person) -> bool:
    """Whether this is a moment on which somebody may be written to."""
    if not at_work(now):
        return False
    day = timezone.localtime(now).date()
    free = Holiday.objects.filter(first_day__lte=day, last_day__gte=day)
    if person.school_id:
        return not free.filter(school=person.school_id).exists()
    schools = Community.objects.filter(
        memberships__person=person, memberships__status="active", school__isnull=False
    )
    homes = set(schools.values_list("school_id", flat=True))
    return not homes or free.filter(school__in=homes).values("school").distinct().count() < len(homes)


def asks_of(person: Person, today: date, known: dict[str, MeetingState | None] | None = None) -> list[Ask]:
    """What this person is asked now: a talk of this week, to come and look, own actions with a date that comes up or
    went by, and agreements. `known`: meetings that were read already.

    Of what somebody would practise the private question comes first; one letter asks one thing about it.
    """
    own = still_open().filter(owners=person, due_on__lte=today + AHEAD).select_related("community")
    practice = asked_of(person, today)
    found = [
        Ask("talk", one.activity, one.line, where(one.activity), at=one.address)
        for one in reminders(person, today, known)
    ]
    found += [to_look(one) for one in open_for(person, today).filter(state="open")]
    found += [
        Ask("practice", one, f"{one.said}\n{question_of(one, person.language)}", place(one), one.due_on)
        for one in practice
    ]
    found += [
        Ask("action", one, one.said, place(one), one.due_on)
        for one in own.exclude(pk__in=[one.pk for one in practice]).order_by("due_on", "pk")
    ]
    for row in person.memberships.members().select_related("community"):
        if row.community.ended_on is None:
            found += asked_in(row.community, person, today)
            found += in_between(row.community, person, today)
    return found


def to_look(invitation: LookInvitation) -> Ask:
    """Somebody of the circle asks whether this person comes to look."""
    circle = invitation.practice.community
    at = f"{public_address()}/look/{invitation.token}/"
    about = "look_on" if invitation.planned_on else "look"
    name = circle.name if circle else ""
    return Ask(about, invitation, invitation.practice.said, name, invitation.planned_on, at)


def where(activity: Activity) -> str:
    """The name of the circle, or of a meeting without one."""
    meeting = activity.meeting
    return meeting.community.name if meeting.community else meeting.title


def place(action: Action) -> str:
    """The name of the circle it belongs to, "" without one."""
    return action.community.name if action.community else ""


def asked_in(circle: Community, person: Person, today: date) -> list[Ask]:
    """The agreements of a circle about which this member did not say anything yet."""
    rows = agreements().filter(community=circle, duplicate_of=None).exclude(node_status="withdrawn")
    found = []
    waiting = rows.filter(
        Q(status="proposed") | Q(status__in=("adopted", "under_review"), ending_asked_at__isnull=False)
    )
    for one in waiting.order_by("proposed_at", "pk"):
        about = "adopt" if one.status == "proposed" else "end"
        if current_answer(one, person, about) is None:
            found.append(Ask(about, one, one.said, circle.name))
    reviews = AgreementReview.objects.filter(agreement__in=rows, closed_on=None, closes_on__gte=today)
    for review in reviews.exclude(marks__person=person).select_related("agreement"):
        found.append(Ask("review", review, review.agreement.said, circle.name, review.closes_on))
    return found


def in_between(circle: Community, person: Person, today: date) -> list[Ask]:
    """The small questions between two meetings, once (lifecycle.md 12.3): letters since they opened told of them."""
    here = to_remind(person, circle, moment(today))
    if here is None or person.letters.filter(sent_on__gte=timezone.localdate(here.window.opens)).exists():
        return []
    text = interface(person.language).text("returning", "between_ask", meeting=here.after.title)
    closes = timezone.localdate(here.window.closes) if here.window.closes else None
    at = f"{public_address()}/communities/{circle.pk}/between/"
    return [Ask("between" if closes else "between_open", here.after, text, circle.name, closes, at)]


def send_letters(now: datetime | None = None) -> int:
    """Write to everybody who is asked something and was not written to for a week; how many letters went.

    Runs in several processes at once without a second letter to anybody.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    sent = 0
    known: dict[str, MeetingState | None] = {}
    for person in readers(today):
        if not may_send(now, person):
            continue
        asks = asks_of(person, today, known)
        if asks and claim(person, len(asks), today):
            letter(person, asks).send(fail_silently=True)
            sent += 1
    return sent


def send_todays_letters(now: datetime) -> int:
    """Look once on a day (in each process), at the first moment on which letters may go."""
    local = timezone.localtime(now)
    if not FIRST_HOUR <= local.hour < LAST_HOUR or local.weekday() > FRIDAY:
        return 0
    if not cache.add(f"letters:{local.date().isoformat()}", True, 24 * 3600):
        return 0
    Letter.objects.filter(sent_on__lt=local.date() - KEPT).delete()
    return send_letters(now)


def readers(today: date) -> list[Person]:
    """Who may be written to this week: with an address, at work here, and not asked to be left alone."""
    rows = Person.objects.filter(state="active", email__isnull=False, erasure=None).select_related(
        "organisation"
    )
    rows = rows.exclude(letters__sent_on__gt=today - EVERY)
    asked = still_open().filter(due_on__lte=today + AHEAD).values("owners")
    talks = Q(seats__left_at=None, seats__meeting__kind="hybrid", seats__meeting__status="open")
    member = Q(memberships__role="member", memberships__status="active")
    invited = Q(look_invitations__state="open")
    return [
        one
        for one in rows.filter(Q(pk__in=asked) | member | talks | invited).distinct()
        if not is_paused(one, today)
    ]


def is_paused(person: Person, today: date) -> bool:
    """Whether this person wants no letters today."""
    pause = LetterPause.objects.filter(person=person).first()
    return pause is not None and (pause.until is None or pause.until > today)


def pause_letters(person: Person, *, until: date | None) -> None:
    """No letters until a day, or (None) until this person wants them again."""
    LetterPause.objects.update_or_create(
        person=person, defaults={"until": until, "since": timezone.localdate()}
    )


def resume_letters(person: Person) -> None:
    """Letters again."""
    LetterPause.objects.filter(person=person).delete()


def claim(person: Person, items: int, today: date) -> bool:
    """Take this week's letter for this person; False when it went already, here or in another process."""
    try:
        with transaction.atomic():
            # One process at a time looks at a person; the others see the letter that was written.
            Person.objects.select_for_update().get(pk=person.pk)
            if person.letters.filter(sent_on__gt=today - EVERY).exists():
                return False
            Letter.objects.create(person=person, sent_on=today, items=items)
    except IntegrityError:
        return False
    return True


# ---- its words ----------------------------------------------------------------------------------------


def letter(person: Person, asks: Sequence[Ask]) -> EmailMessage:
    """The letter, ready to be sent."""
    words = interface(person.language)
    stop = link(person, "letters", "pause")
    one = len(asks) == 1
    parts = [
        words.text("people", "hello_name", name=person.shown_name),
        words.text("returning", "letter_intro_one" if one else "letter_intro", n=len(asks)),
        *(paragraph(person, ask, words) for ask in asks),
        words.text("returning", "letter_foot", all=f"{public_address()}/open/", stop=stop),
    ]
    subject = words.text("returning", "letter_subject_one" if one else "letter_subject", n=len(asks))
    return mail_for(person, subject, parts, stop)


def mail_for(person: Person, subject: str, parts: Sequence[str], stop: str) -> EmailMessage:
    """A mail of Kring's own accord: plain text, with the way out (`stop`) that mail programs show as well."""
    return EmailMessage(
        subject,
        "\n\n".join(parts) + "\n",
        to=[person.email or ""],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


def paragraph(person: Person, ask: Ask, words: Words) -> str:
    """One thing with its answers, each on a line of its own."""
    lines = [ask.text, about_line(ask, words)]
    if ask.at:
        lines.append(f"  {ask.at}")
    for what in WHATS.get(ask.about, ()):
        label = words.text("returning", f"{ask.about}_answers", what)
        lines.append(f"  {label}:\n  {link(person, ask.about, what, ask.thing.pk)}")
    return "\n".join(lines)


def about_line(ask: Ask, words: Words) -> str:
    """Where it belongs and what is asked: "Kring Noord, uiterlijk 3 november"."""
    told = words.text("returning", f"letter_{ask.about}", date=day(ask.due, words) if ask.due else "")
    return f"({ask.circle}: {told})" if ask.circle else f"({told})"


def day(on: date, words: Words) -> str:
    """A day as people write it: 3 november."""
    return f"{on.day} {words.lines('people', 'months')[on.month - 1]}"
