"""The mails of a meeting in people's own time (C-36): one when it opens, and at most one reminder, halfway.

Are these the weekly letter, of which everybody gets one a week at most? No: somebody planned this for a day, and
without the link nobody can take part, so an invitation does not wait until a week has passed. But to the reader it
is mail from Kring all the same. So an invitation takes the place of that week's letter; whoever paused letters,
left, put their data aside or asked to be removed gets neither; and both keep to the hours at which people work.
The reminder takes no week: a row that says on which day would tell who had not taken a paper by then.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format

from kring.engine.address import public_address
from kring.engine.harvest.letters import at_work, is_paused, mail_for, may_send
from kring.engine.harvest.links import link
from kring.engine.harvest.models import Letter
from kring.engine.meetings.leading import leadings_of
from kring.engine.meetings.models import Activity, Meeting, NamedContribution, OwnTimeLetter, PaperMark
from kring.engine.people.models import Person
from kring.engine.words import interface
from kring.kit.words import Words

SALT = "kring.own-time"


def invite(now: datetime) -> int:
    """Mail the members of each circle whose meeting in own time is open; how many mails went.

    Runs again without harm, in every process: who has been invited is not invited again, and who could not be
    written to yet (a weekend, a holiday, a member who came later) is, as long as it is open. Who took part already
    gets no mail, and the same row: it would tell who had taken a paper by then (C-09).
    """
    count = 0
    if not at_work(now):
        return count
    for meeting, parts in running(now):
        if meeting.community is None:
            continue
        told = OwnTimeLetter.objects.filter(meeting=meeting, invited_at__isnull=False).values("person")
        members = meeting.community.memberships.members()
        for person in readers(members.exclude(person__in=told).values_list("person", flat=True), now):
            if take_invitation(meeting, person, now) and not took_part(person, parts):
                invitation(meeting, person, parts).send(fail_silently=True)
                count += 1
    return count


def remind(now: datetime) -> int:
    """Mail who did not take part yet, once, from halfway on and never after the end; how many mails went.

    Who was not invited before halfway gets none: then the invitation itself comes late enough.
    """
    count = 0
    if not at_work(now):
        return count
    for meeting, parts in running(now):
        half = halfway(parts)
        if now < half:
            continue
        done = OwnTimeLetter.objects.filter(meeting=meeting, reminded=True).values_list("person", flat=True)
        for person in readers(invited(meeting, half) - set(done), now):
            if not take_reminder(meeting, person) or took_part(person, parts):
                continue
            reminder(meeting, person, parts).send(fail_silently=True)
            count += 1
    return count


def running(now: datetime) -> Iterable[tuple[Meeting, list[Activity]]]:
    """The meetings in own time that are open now, each with its parts in which people still can answer."""
    going = Activity.objects.filter(meeting__status="open", meeting__kind="async", status="open")
    going = going.filter(open_until__gt=now).select_related("meeting__community", "meeting__planned_by")
    found: dict[Meeting, list[Activity]] = {}
    for one in going.order_by("meeting", "position"):
        found.setdefault(one.meeting, []).append(one)
    return found.items()


def halfway(parts: list[Activity]) -> datetime:
    """The moment halfway between opening and closing (C-36)."""
    start, end = began(parts), ends(parts)
    return start + (end - start) / 2


def began(parts: list[Activity]) -> datetime:
    """When people could begin: as planned, or when whoever leads opened it earlier."""
    meeting = parts[0].meeting
    return min(one for one in (meeting.opened_at, parts[0].open_from, meeting.planned_at) if one)


def ends(parts: list[Activity]) -> datetime:
    """Until when people can answer."""
    return max(one.open_until for one in parts if one.open_until)


def invited(meeting: Meeting, half: datetime) -> set[object]:
    """Who may be reminded: the members who were invited before halfway, and who sits here with an account (C-05).

    Whoever left the circle or stood up has gone.
    """
    told = OwnTimeLetter.objects.filter(meeting=meeting, invited_at__lt=half).values("person")
    seated = meeting.seats.filter(left_at=None, person__isnull=False).values_list("person", flat=True)
    members = meeting.community.memberships.members() if meeting.community else None
    by_mail = members.filter(person__in=told).values_list("person", flat=True) if members is not None else ()
    return {*by_mail, *seated}


def readers(people: Iterable[object], now: datetime) -> list[Person]:
    """Those of these people who may be mailed at this moment."""
    rows = Person.objects.filter(pk__in=list(people), state="active", email__isnull=False, erasure=None)
    today = timezone.localdate(now)
    return [one for one in rows.order_by("pk") if not is_paused(one, today) and may_send(now, one)]


def took_part(person: Person, parts: list[Activity]) -> bool:
    """Whether this person took part in every part: of an anonymous one that they took a paper, which is all that
    anybody may know (C-09), of another that they said something."""
    papers = {one.pk for one in parts if one.anonymous}
    named = {one.pk for one in parts if not one.anonymous}
    took = PaperMark.objects.filter(activity__in=papers, seat__person=person).values("activity").distinct()
    said = NamedContribution.objects.filter(activity__in=named, seat__person=person)
    return took.count() == len(papers) and said.values("activity").distinct().count() == len(named)


def take_invitation(meeting: Meeting, person: Person, now: datetime) -> bool:
    """Take the one invitation for this person, and with it the letter of this week; False when it went already.

    Taken before it is sent: after a crash in between there is no mail, and never two.
    """
    letters = OwnTimeLetter.objects
    with transaction.atomic():
        letter, _ = letters.get_or_create(meeting=meeting, person=person)
        if not letters.filter(pk=letter.pk, invited_at=None).update(invited_at=now):
            return False
        # `unique` holds per day: a letter that went this morning stands for this one too.
        Letter.objects.get_or_create(person=person, sent_on=timezone.localdate(now), defaults={"items": 1})
    return True


def take_reminder(meeting: Meeting, person: Person) -> bool:
    """Take the one reminder for this person; False when their turn has been."""
    letters = OwnTimeLetter.objects
    letter, _ = letters.get_or_create(meeting=meeting, person=person)
    return bool(letters.filter(pk=letter.pk, reminded=False).update(reminded=True))


# ---- a link of one's own ---------------------------------------------------------------------------------


def own_link(meeting: Meeting, person: Person) -> str:
    """The link in the mail: to one's own chair, without signing in (C-08). Whoever leads gets the link that
    everybody may have: with a chair of theirs one could lead."""
    address = f"{public_address()}/j/{meeting.join_token}/"
    if leadings_of(meeting, person, None):
        return address
    return f"{address}for/{signing.dumps([meeting.pk.hex, person.pk.hex], salt=SALT)}/"


def person_of_link(meeting: Meeting, signed: str) -> Person | None:
    """Whose link this is, or None when it holds no more: somebody left, or leads by now, or it is not of this
    meeting."""
    try:
        place, who = signing.loads(signed, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = Person.objects.filter(pk=who, state="active").first()
    if place != meeting.pk.hex or person is None or leadings_of(meeting, person, None):
        return None
    circle = meeting.community
    here = circle is not None and circle.memberships.members().filter(person=person).exists()
    return person if here or meeting.seats.filter(person=person, left_at=None).exists() else None


# ---- their words ------------------------------------------------------------------------------------------


def invitation(meeting: Meeting, person: Person, parts: list[Activity]) -> EmailMessage:
    """The mail with which it begins."""
    words = interface(person.language)
    by = meeting.planned_by.shown_name if meeting.planned_by and meeting.planned_by != person else ""
    first = words.text("own_time", "invite_by" if by else "invite", who=by, what=meeting.title)
    return composed(meeting, person, parts, "invite_subject", first)


def reminder(meeting: Meeting, person: Person, parts: list[Activity]) -> EmailMessage:
    """The one mail halfway. It says how little Kring knows: that there is no paper yet, or nothing was said."""
    words = interface(person.language)
    secret = any(one.anonymous for one in parts)
    first = words.text("own_time", "remind_paper" if secret else "remind", what=meeting.title)
    return composed(meeting, person, parts, "remind_subject", first)


def composed(
    meeting: Meeting, person: Person, parts: list[Activity], subject: str, first: str
) -> EmailMessage:
    """A mail with the link, until when it can be done, and the way out."""
    words = interface(person.language)
    stop = link(person, "letters", "pause")
    circle = meeting.community.name if meeting.community else meeting.title
    return mail_for(
        person,
        words.text("own_time", subject, what=meeting.title),
        [
            words.text("people", "hello_name", name=person.shown_name),
            first,
            words.text(
                "own_time",
                "until",
                n=sum(one.minutes for one in parts),
                until=moment(ends(parts), words),
            ),
            words.text("own_time", "go", link=own_link(meeting, person)),
            words.text("own_time", "foot", circle=circle, stop=stop),
        ],
        stop,
    )


def moment(at: datetime, words: Words) -> str:
    """A moment as people write it: "donderdag 12 maart om 16.00 uur"."""
    local = timezone.localtime(at)
    with translation.override(words.lang):
        day = date_format(local, "l j F")
        clock = date_format(local, words.text("plan", "clock_form"))
    return words.text("own_time", "moment", day=day, clock=clock)
