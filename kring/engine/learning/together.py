"""How the circle works together: role cards, looking back on it, roles in a meeting, and what becomes of insights.

lifecycle.md 2.4, 2.5 and 12.1; transfer.md 3.4.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from kring.engine.harvest.agreements import propose_agreement
from kring.engine.harvest.models import Insight
from kring.engine.harvest.tracing import opens_action
from kring.engine.learning.criteria import TOPICS
from kring.engine.learning.cycles import check_member, current_cycle, held_cycle
from kring.engine.learning.models import InsightReview, LearningCycle, Reflection, RoleCard, SessionRole
from kring.engine.learning.rhythm import next_topic, role_for
from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Community, Person
from kring.engine.people.recording import recorded
from kring.engine.rights import may
from kring.kit.payload import Refused, text_of

FIELDS = ("position", "bring", "need", "limit")
CARD = 280
SESSION_ROLES = ("chair", "timekeeper", "harvester", "mirror")
PARK_MOST = timedelta(days=180)
SHORTEST_REASON = 10
CHOICES = ("carry_on", "park", "stop", "keep_as_insight")
INTO = ("agreement", "action")
"""What an insight is carried on into."""


# ---- role cards -----------------------------------------------------------------------------------------


def save_card(community: Community, *, by: Person, fields: Mapping[str, str]) -> RoleCard:
    """Somebody's own role-and-expectation card; what is left empty stays empty. It counts from three fields on.

    Raises Refused: not_allowed, text_too_long.
    """
    words = {name: text_of({"text": fields.get(name, "")}, "text", CARD, needed=False) for name in FIELDS}
    with recorded(by):
        if not may(by, "role_card", "edit", community, owner=by):
            raise Refused("not_allowed")
        card, _ = RoleCard.objects.update_or_create(
            community=community, person=by, defaults={**words, "saved_on": timezone.localdate()}
        )
    return card


# ---- looking back on how we work ------------------------------------------------------------------------


def topic_to_come(cycle: LearningCycle) -> str:
    """The topic that comes next: interaction, activities, strategies, roles, and round again."""
    return next_topic(TOPICS, list(cycle.reflections.values_list("topic", flat=True)))


def hold_reflection(
    cycle: LearningCycle,
    topic: str,
    *,
    by: Person,
    adjustment: str = "",
    meeting: Meeting | None = None,
    today: date | None = None,
) -> Reflection:
    """The group looked back on one topic. At most one thing to do otherwise, which is proposed as an agreement.

    Once a day a topic; the same again is the one that stands. Raises Refused: members_only, unreadable,
    text_too_short, text_too_long.
    """
    today = today or timezone.localdate()
    if topic not in TOPICS:
        raise Refused("unreadable")
    with recorded(by):
        row = held_cycle(cycle)
        check_member(by, row.community)
        if row.phase == "closed":
            raise Refused("no_cycle")
        made, _ = Reflection.objects.get_or_create(
            cycle=row, topic=topic, held_on=today, defaults={"entered_by": by, "meeting": meeting}
        )
        if adjustment.strip() and made.adjustment_id is None:
            made.adjustment = propose_agreement(
                row.community, by=by, text=adjustment, kind="way_of_working", today=today
            )
            made.save(update_fields=["adjustment"])
    return made


# ---- roles in a meeting ---------------------------------------------------------------------------------


def members_in_order(community: Community) -> list[Person]:
    """The active members, the one who joined first in front."""
    rows = community.memberships.members().select_related("person").order_by("since", "pk")
    return [row.person for row in rows]


def last_held(community: Community, before: Meeting) -> dict[tuple[UUID, str], date]:
    """(person, role) -> the day of the last meeting in which they held it."""
    rows = SessionRole.objects.filter(meeting__community=community).exclude(meeting=before)
    return {
        (one["person"], one["role"]): timezone.localdate(one["at"])
        for one in rows.values("person", "role").annotate(at=Max("meeting__planned_at"))
    }


def proposed_roles(meeting: Meeting) -> dict[str, Person]:
    """For each role that nobody has yet: who held it longest ago. Nothing in a meeting without a circle."""
    if meeting.community is None:
        return {}
    people = {one.pk: one for one in members_in_order(meeting.community)}
    given = dict(meeting.session_roles.values_list("role", "person_id"))
    earlier, taken = last_held(meeting.community, meeting), list(given.values())
    found = {}
    for role in SESSION_ROLES:
        if role not in given and (who := role_for(role, list(people), earlier, taken)) is not None:
            found[role] = people[who]
            taken.append(who)
    return found


def give_roles(meeting: Meeting, given: Mapping[str, str], *, by: Person) -> None:
    """Who does what next time: role -> person id, empty for nobody. Members only; one person, one role, from five
    members on. Raises Refused: not_allowed, members_only, one_role_each, meeting_closed.
    """
    circle = meeting.community
    if circle is None or not may(by, "meeting", "plan", circle):
        raise Refused("not_allowed")
    if meeting.status == "closed":
        raise Refused("meeting_closed")
    people = {str(one.pk): one for one in members_in_order(circle)}
    chosen = {role: given[role] for role in SESSION_ROLES if given.get(role)}
    if not set(chosen.values()) <= people.keys():
        raise Refused("members_only")
    most = 2 if len(people) < 5 else 1
    if any(list(chosen.values()).count(one) > most for one in chosen.values()):
        raise Refused("one_role_each" if most == 1 else "two_roles_most")
    with recorded(by):
        meeting.session_roles.exclude(role__in=chosen).delete()
        for role, one in chosen.items():
            SessionRole.objects.update_or_create(meeting=meeting, role=role, defaults={"person": people[one]})


# ---- what becomes of insights (transfer.md 3.4) ---------------------------------------------------------


def review_insight(
    insight: Insight,
    choice: str,
    *,
    by: Person,
    until: date | None = None,
    words: str = "",
    into: str = "agreement",
    mine: bool = False,
    today: date | None = None,
) -> InsightReview:
    """The group goes through its insights: carry_on (in `words` an agreement is proposed or an action opened, which is
    taken on by whoever says `mine`; without words it was carried on already), park until a day, stop with a reason,
    keep_as_insight.

    Raises Refused: members_only, unreadable, date_past, park_long, no_date, reason_short, and of propose_agreement.
    """
    today = today or timezone.localdate()
    if choice not in CHOICES or into not in INTO or insight.community is None:
        raise Refused("unreadable")
    reason = text_of({"text": words}, "text", 280, needed=False)
    with recorded(by):
        circle = insight.community
        check_member(by, circle)
        row: Insight = QuerySet(Insight).select_for_update(of=("self",)).get(pk=insight.pk)
        match choice:
            case "park":
                if until is None:
                    raise Refused("no_date")
                if until < today:
                    raise Refused("date_past")
                if until > today + PARK_MOST:
                    raise Refused("park_long")
                row.node_status, row.parked_until, row.node_reason = "parked", until, reason
            case "stop":
                if len(reason) < SHORTEST_REASON:
                    raise Refused("reason_short")
                row.node_status, row.node_reason = "closed_on_purpose", reason
            case "keep_as_insight":
                row.node_status, row.node_reason = "closed_on_purpose", "as insight"
            case _:
                if reason and into == "action":
                    opens_action(row, reason, by=by, mine=mine, today=today)
                elif reason:
                    propose_agreement(
                        circle, by=by, text=reason, kind="content", from_insight=row, today=today
                    )
                elif not row.links_on.filter(state="accepted").exists():
                    raise Refused("carry_on_how")
                row.node_status, row.node_reason = "open", ""
        row.node_status_on = today
        row.save()
        return InsightReview.objects.create(insight=row, choice=choice, person=by, on=today)


def reviewed_lately(insights: QuerySet[Insight], since: date) -> dict[object, InsightReview]:
    """Insight id -> its newest review since a day."""
    rows = InsightReview.objects.filter(insight__in=insights, on__gte=since).order_by("on", "pk")
    return {row.insight_id: row for row in rows}


def put_on_table(
    meeting: Meeting, community: Community, *, by: Person, goals: list[str], tasks: list[str]
) -> None:
    """What of the learning agenda comes up in a meeting: exactly these goals and tasks of the circle.

    Keys that are not of this circle are left aside. Raises Refused("not_allowed").
    """
    if not may(by, "meeting", "plan", community):
        raise Refused("not_allowed")
    cycle = current_cycle(community)
    if cycle is None:
        return
    with recorded(by):
        open_goals = cycle.goals.filter(visibility="circle", status="open")
        open_tasks = cycle.tasks.filter(status__in=("idea", "ready", "doing"))
        meeting.goals.set([one for one in open_goals if str(one.pk) in goals])
        meeting.tasks.set([one for one in open_tasks if str(one.pk) in tasks])


def cards_to_see(community: Community) -> QuerySet[RoleCard]:
    """The cards of who takes part now, whatever was filled in."""
    here = community.memberships.current().values("person")
    filled = ~Q(position="", bring="", need="", limit="")
    return RoleCard.objects.filter(filled, community=community, person__in=here).select_related("person")
