"""The verbs: asking the group, answering, for safety at once, and coming back. Everything may be pressed twice.

The group decides under AG-3 and AG-4 of lifecycle.md 10. Whoever it is about is a member like the others: they read the
question and answer it. So against their will it takes fourteen active days and four fifths of all, and in a circle
of fewer than five it cannot be; there the facilitator can only act for safety.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from kring.engine.harvest.agreements import holidays_of, members_of
from kring.engine.harvest.consent import Answer, agreed
from kring.engine.meetings.models import Meeting
from kring.engine.parting.letters import send_parting
from kring.engine.parting.models import Parting, PartingAnswer
from kring.engine.people.circles import come_in, end
from kring.engine.people.models import Community, Membership, Person
from kring.engine.people.recording import recorded
from kring.engine.people.roles import roles_in
from kring.engine.rights import may
from kring.kit.payload import Refused, text_of

REASON = 280
LAPSES = timedelta(days=42)
"""A question that the group has not agreed on by then goes away: nothing hangs over somebody for longer."""


def may_ask(person: Person, community: Community) -> bool:
    """Whether somebody may put this question: who takes part or guides."""
    return may(person, "membership", "remove_other", community, consent=True)


def guides(person: Person, community: Community) -> bool:
    """Whether somebody may end a membership for safety."""
    return "FA" in roles_in(person, community).codes


def people_to_part(person: Person, community: Community) -> QuerySet[Membership]:
    """Everybody else in the list, with every role of theirs apart."""
    rows = community.memberships.listed().exclude(person=person).select_related("person")
    return rows.order_by("person__shown_name", "pk")


def open_partings(community: Community) -> QuerySet[Parting]:
    """The questions that stand, and what was done for safety and waits for the group."""
    here = community.memberships.current().values("pk")
    rows = Parting.objects.filter(membership__community=community, outcome="")
    rows = rows.filter(Q(for_safety=True) | Q(membership__in=here))
    return rows.select_related("membership__person", "membership__community", "asked_by")


def ask_parting(membership: Membership, *, by: Person, reason: str, today: date | None = None) -> Parting:
    """Ask the group whether this membership ends; whoever asks and takes part says yes. While it stands, that one.

    Raises Refused: not_allowed, leave_yourself, circle_ended, empty_text, text_too_long, gone.
    """
    today = today or timezone.localdate()
    check_other(membership, by)
    words = text_of({"text": reason}, "text", REASON)
    with recorded(by):
        row = held(membership)
        standing = Parting.objects.filter(membership=row, outcome="").first()
        if standing is not None:
            return standing
        made = Parting.objects.create(membership=row, asked_by=by, reason=words)
        if by.pk in members_of(row.community):
            PartingAnswer.objects.create(parting=made, person=by, value="ok", on=today)
        decided = count(made, today)
    if decided:
        send_parting(made)
    return made


def check_other(membership: Membership, by: Person) -> None:
    """Raises Refused: not_allowed, leave_yourself."""
    if not may_ask(by, membership.community):
        raise Refused("not_allowed")
    if membership.person_id == by.pk:
        raise Refused("leave_yourself")


def check_goes_on(community: Community) -> None:
    """Raises Refused("circle_ended"): there is no group any more that decides together."""
    if community.ended_on is not None:
        raise Refused("circle_ended")


def held(membership: Membership) -> Membership:
    """The membership as it is now, held with its circle. Raises Refused("gone") when it is over, or
    "circle_ended"."""
    Community.objects.select_for_update().get(pk=membership.community_id)
    row = Membership.objects.current().select_related("person", "community__school").filter(pk=membership.pk)
    found = row.first()
    if found is None:
        raise Refused("gone")
    check_goes_on(found.community)
    return found


def answer_parting(
    parting: Parting, *, by: Person, value: str, remark: str = "", today: date | None = None
) -> Parting:
    """A member's answer: ok, or object with why. Then the answers are counted.

    Raises Refused: members_only, circle_ended, unreadable, remark_needed, not_asked.
    """
    today = today or timezone.localdate()
    words = text_of({"text": remark}, "text", REASON, needed=False)
    if value not in ("ok", "object"):
        raise Refused("unreadable")
    with recorded(by):
        row = again(parting)
        if by.pk not in members_of(row.membership.community):
            raise Refused("members_only")
        check_goes_on(row.membership.community)
        if value == "object" and not words:
            raise Refused("remark_needed")
        if not is_asked(row):
            if row.answers.filter(person=by, value=value).exists():
                return row
            raise Refused("not_asked")
        kept = row.answers.filter(person=by).first()
        if kept is None or (kept.value, kept.remark) != (value, words):
            PartingAnswer.objects.update_or_create(
                parting=row, person=by, defaults={"value": value, "remark": words, "on": today}
            )
        decided = count(row, today)
    if decided:
        send_parting(row)
    return row


def again(parting: Parting) -> Parting:
    """The question as it is now, held with its circle. Raises Refused("gone")."""
    Community.objects.select_for_update().get(pk=parting.membership.community_id)
    rows = Parting.objects.select_related("membership__person", "membership__community__school")
    row: Parting | None = rows.filter(pk=parting.pk).first()
    if row is None:
        raise Refused("gone")
    return row


def is_asked(parting: Parting) -> bool:
    """Whether the group is answering now: what was done for safety it looks at from its next meeting on."""
    if parting.outcome or parting.membership.community.ended_on is not None:
        return False
    if not parting.for_safety:
        return True
    rows = Meeting.objects.filter(community=parting.membership.community_id)
    return rows.filter(opened_at__gt=parting.asked_at).exists()


def count(parting: Parting, today: date) -> bool:
    """See whether the group agrees, and do what follows; whether somebody's part ended by it. The circle is held.

    Where they stepped out themselves meanwhile, or the circle ended, nothing is decided about them any more.
    """
    circle = parting.membership.community
    here = circle.memberships.current().filter(pk=parting.membership_id).exists()
    if not parting.for_safety and (circle.ended_on is not None or not here):
        close(parting, "lapsed", today)
        return False
    said = [Answer(one.person_id, one.value, one.on) for one in parting.answers.all()]
    if not agreed(members_of(circle), said, today, holidays_of(circle)):
        return False
    if not parting.for_safety:
        end(parting.membership)
    close(parting, "ended", today)
    return not parting.for_safety


def close(parting: Parting, outcome: str, today: date) -> None:
    """The question is answered."""
    parting.outcome, parting.decided_on = outcome, today
    parting.save(update_fields=["outcome", "decided_on"])


def take_question_back(parting: Parting, *, by: Person) -> None:
    """Whoever asked it takes it back; nothing of it stays. Raises Refused("not_allowed")."""
    if parting.asked_by_id != by.pk or parting.for_safety:
        raise Refused("not_allowed")
    Parting.objects.filter(pk=parting.pk, outcome="").delete()


def part_at_once(membership: Membership, *, by: Person, reason: str) -> Parting:
    """For safety: who guides ends it now; the group looks at it in its next meeting.

    A question that stood becomes this. Raises Refused: not_allowed, leave_yourself, circle_ended, empty_text,
    text_too_long, gone.
    """
    check_other(membership, by)
    if not guides(by, membership.community):
        raise Refused("not_allowed")
    words = text_of({"text": reason}, "text", REASON)
    with recorded(by):
        standing = Parting.objects.filter(membership=membership, outcome="", for_safety=True).first()
        if standing is not None:
            return standing
        row = held(membership)
        Parting.objects.filter(membership=row, outcome="").delete()
        made = Parting.objects.create(
            membership=row, asked_by=by, reason=words, for_safety=True, until=row.until
        )
        end(row)
    send_parting(made)
    return made


def restore(parting: Parting, *, by: Person, today: date | None = None) -> None:
    """Who guides undoes what was done for safety: the membership goes on. Raises Refused: not_allowed, gone."""
    circle = parting.membership.community
    if not guides(by, circle):
        raise Refused("not_allowed")
    with recorded(by):
        row = again(parting)
        if not row.for_safety or row.outcome not in ("", "restored"):
            raise Refused("gone")
        if row.outcome == "":
            member = row.membership
            come_in(member.person, circle, member.role, row.until)
            close(row, "restored", today or timezone.localdate())


def tend_partings(today: date) -> int:
    """The daily round: objections that stood long enough are counted, and old questions go away; how many."""
    n = 0
    for row in Parting.objects.filter(outcome="", for_safety=False):
        with recorded(None):
            asked = again(row)
            decided = asked.outcome == "" and count(asked, today)
            if asked.outcome == "" and timezone.localdate(asked.asked_at) + LAPSES < today:
                close(asked, "lapsed", today)
            n += asked.outcome != ""
        if decided:
            send_parting(asked)
    return n


def parted_lately(person: Person, since: date) -> QuerySet[Parting]:
    """Where this person's part ended without them stepping out, since a day, while they are not back."""
    rows = Parting.objects.filter(membership__person=person, membership__status="left")
    rows = rows.exclude(outcome__in=("restored", "lapsed"))
    ended = rows.filter(decided_on__gte=since) | rows.filter(for_safety=True, asked_at__date__gte=since)
    return ended.select_related("membership__community").distinct()
