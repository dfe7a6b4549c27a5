"""What stands on the page of a circle and on home: read in a fixed number of questions to the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language

from kring.engine import access
from kring.engine.harvest.across import across
from kring.engine.harvest.confidentiality import Shared
from kring.engine.harvest.models import (
    REPERTOIRE_KINDS,
    Action,
    Agreement,
    HarvestClosing,
    Insight,
    RepertoireItem,
)
from kring.engine.harvest.repertoire import with_uses
from kring.engine.meetings.models import Leading, Meeting
from kring.engine.meetings.proposing import waiting
from kring.engine.parting.deciding import may_ask, open_partings
from kring.engine.people.models import Community, Membership, Person
from kring.engine.research.projects import is_asked
from kring.engine.transfer.observing import open_for
from kring.engine.transfer.standing import seen_in
from kring.engine.words import HOUSE, interface
from kring.kit.words import load_words
from kring.pages.harvest.look import Line, action_line, agreement_line
from kring.pages.learning.home import learning_of
from kring.pages.mutual.look import news
from kring.pages.ongoing.look import walls_seen
from kring.pages.parting.look import parted
from kring.pages.practice.look import practice_line
from kring.pages.presence.look import presence_part

OPEN_ACTIONS = ("open", "tried")
HELD_AGREEMENTS = ("proposed", "adopted", "under_review")
PANELS = ("enterprise", "engagement", "repertoire")
"""Wenger's three dimensions (lifecycle.md 5), in this order."""
MOST_AGREEMENTS, MOST_ITEMS = 5, 6
SHARED_THINGS = ("insight", "agreement", "action_item", "repertoire_item", "practice")
"""What a circle may let the school read, by its name in the matrix."""
PAST = 12


@dataclass(frozen=True)
class Visit:
    """A meeting as it stands in a list. `does` is what this person can do there: join, lead, plan or harvest."""

    meeting: Meeting
    when: str
    does: str = ""


def moment(at: datetime) -> str:
    """When something is, as people say it: maandag 23 september, 15.30 uur."""
    local, lang = timezone.localtime(at), get_language() or "nl"
    day = date_format(local, "l j F" if local.year == timezone.localdate().year else "l j F Y")
    clock = time_format(local, "G.i" if lang == "nl" else "G:i")
    return interface(lang).text("community", "when", date=day, clock=clock)


def standing(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Nodes that count: not withdrawn, not doubles, not put away."""
    return rows.exclude(node_status="withdrawn").filter(duplicate_of=None, archived_on=None)


def coming(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings that are going on or still to come, the first one first."""
    today = timezone.localdate()
    return rows.filter(Q(status="open") | Q(status="planned", planned_at__date__gte=today)).order_by(
        "planned_at"
    )


def led_by(person: Person) -> set[UUID]:
    """The meetings that this person leads now."""
    rows = Leading.objects.filter(Q(person=person) | Q(seat__person=person), until=None)
    return set(rows.values_list("meeting_id", flat=True))


def visit(meeting: Meeting, led: set[UUID], *, sits: bool = True) -> Visit:
    """A meeting in a list, with the one thing that this person would do there now."""
    leads = meeting.pk in led
    if meeting.status == "open":
        does = "lead" if leads else "join" if sits else ""
    elif meeting.status == "planned":
        does = "plan" if leads else ""
    else:
        does = "harvest" if leads else ""
    return Visit(meeting, moment(meeting.planned_at), does)


def home_of(person: Person) -> dict[str, Any]:
    """My circles with their next meeting, what I would do, and what I lead."""
    circles = access.communities_of(person)
    led = led_by(person)
    meetings = Meeting.objects.filter(organisation=person.organisation_id).select_related("community")
    upcoming = list(coming(meetings.filter(Q(community__in=circles) | Q(pk__in=led))))
    first: dict[UUID | None, Meeting] = {}
    for one in upcoming:
        first.setdefault(one.community_id, one)
    closed = HarvestClosing.objects.filter(meeting=OuterRef("pk"))
    to_harvest = (
        meetings.filter(pk__in=led, status="closed").exclude(Exists(closed)).order_by("-closed_at")[:3]
    )
    following = upcoming[0] if upcoming else None
    return {
        "person": person,
        "circles": [(one, moment(first[one.pk].planned_at) if one.pk in first else "") for one in circles],
        "next": visit(following, led) if following else None,
        "leads": [visit(one, led) for one in [*upcoming, *to_harvest] if one.pk in led and one != following],
        "actions": my_actions(person),
        "news": news(circles, person),
        "parted": parted(person),
        "look_invitations": open_for(person),
        "may_plan": person.organisation_id is not None,
    }


def my_actions(person: Person) -> list[dict[str, Any]]:
    """What this person said they would do and is still open, the nearest date first."""
    today = timezone.localdate()
    rows = standing(Action.objects.filter(owners=person, status__in=OPEN_ACTIONS))
    rows = rows.select_related("community", "meeting").prefetch_related("owners")
    lines = [(action_line(row, today), row) for row in rows]
    lines.sort(key=lambda pair: (pair[1].due_on or date.max, pair[1].opened_on))
    return [{"line": line, "circle": row.community, "private": row.private} for line, row in lines]


def circle_page(person: Person, community: Community) -> dict[str, Any]:
    """Everything of a circle that this person may see; the rest is not there."""
    sees = {
        thing: access.may(person, thing, "view", community)
        for thing in (
            "meeting",
            "insight",
            "agreement",
            "action_item",
            "repertoire_item",
            "practice",
            "membership_list",
        )
    }
    free = Shared(community)
    shared = {
        thing: free
        if sees[thing] or access.may(person, thing, "view", community, visibility="school")
        else None
        for thing in SHARED_THINGS
    }
    inside = sees["meeting"]
    harvest = {
        "actions": lines_of(actions_in(community), sees["action_item"], shared["action_item"], today_line),
        "agreements": lines_of(
            agreements_in(community), sees["agreement"], shared["agreement"], agreement_line
        )[:MOST_AGREEMENTS],
        "insights": lines_of(insights_in(community), sees["insight"], shared["insight"], insight_line),
        "practices": practice_lines(community, sees["practice"], shared["practice"]),
        "repertoire": repertoire_groups(
            community, sees["repertoire_item"], shared["repertoire_item"], MOST_ITEMS
        ),
    }
    empty = load_words(HOUSE / "content" / "lifecycle", get_language() or "nl")
    page = {
        "community": community,
        "empty": {part: empty.text("home", f"home.{part}.empty") for part in PANELS},
        "inside": inside,
        "harvest": harvest,
        "shares_anything": any(harvest.values()),
        "question": community.learning_question if inside or community.confidentiality != "closed" else "",
        "may_plan": access.may(person, "meeting", "plan", community),
        "may_take": access.may(person, "community_report", "export", community),
        "asks_research": is_asked(person, community),
        "proposes": access.may(person, "activity", "propose", community),
        "proposals": waiting(community).count() if inside else 0,
        "people": people_in(community) if sees["membership_list"] else None,
        "across": across(community, get_language() or "nl") if inside else [],
        "walls": walls_seen(person, community, inside),
    }
    if not inside:
        return page
    meetings = meetings_in(person, community)
    following = meetings["next"].meeting if meetings["next"] else None
    planned = following if following and following.status == "planned" else None
    return (
        page
        | meetings
        | {
            "learning": learning_of(person, community, planned),
            "presence": presence_part(person, community),
            "partings": may_ask(person, community) and open_partings(community).exists(),
        }
    )


def lines_of(rows: Iterable[Any], all_of_it: bool, shared: Shared | None, line: Any) -> list[Line]:
    """The lines somebody may see: all, only what the circle shares with the school, or none."""
    if shared is None:
        return []
    return [with_origin(line(row), row, all_of_it) for row in rows if all_of_it or shared.with_school(row)]


def with_origin(line: Line, row: Any, inside: bool) -> Line:
    """The line with a link to the meeting (and the part of it) that it grew out of, for who may go there."""
    meeting = row.made_in_meeting if isinstance(row, RepertoireItem) else row.meeting
    activity = row.made_in_activity_id if isinstance(row, RepertoireItem) else row.source_activity_id
    if not inside or meeting is None:
        return line
    words = interface(get_language() or "nl")
    place = f"#activity-{activity}" if activity else ""
    label = words.text("harvest", "from", activity=meeting.title)
    return replace(line, origin=(reverse("report", args=[meeting.pk]) + place, label))


def practice_lines(community: Community, all_of_it: bool, shared: Shared | None) -> list[Line]:
    """What the circle does in practice, each with how well it was witnessed; never who does it."""
    if shared is None:
        return []
    found = seen_in(community, timezone.localdate())
    return [
        practice_line(row, level, inside=all_of_it)
        for row, level in found
        if all_of_it or shared.with_school(row)
    ]


def today_line(action: Action) -> Line:
    return action_line(action, timezone.localdate())


def insight_line(insight: Insight) -> Line:
    return Line(str(insight.pk), "insight", insight.said)


def repertoire_line(item: RepertoireItem) -> Line:
    words = interface(get_language() or "nl")
    return Line(
        str(item.pk),
        "repertoire",
        item.description or item.title,
        [words.text("harvest", "repertoire_kinds", item.kind)],
    )


def repertoire_groups(
    community: Community, all_of_it: bool, shared: Shared | None, most: int | None = None
) -> list[tuple[str, list[Line]]]:
    """Kind in words -> what the circle uses again, the newest first, each with how often others used it; of the
    newest `most` things that somebody may see."""
    rows = community.repertoire.filter(archived_on=None).select_related("made_in_meeting")
    seen = [row for row in rows if shared is not None and (all_of_it or shared.with_school(row))][:most]
    uses, words = with_uses(seen), interface(get_language() or "nl")
    by_kind: dict[str, list[Line]] = {}
    for row in seen:
        line = with_origin(repertoire_line(row), row, all_of_it)
        n = uses.get(row.pk, 0)
        used = [words.text("repertoire", "used_once" if n == 1 else "used", n=n)] if n else []
        whole = row.description.startswith(row.title.rstrip("…"))
        name = row.description if whole and row.description else row.title
        by_kind.setdefault(row.kind, []).append(replace(line, text=name, notes=used))
    return [
        (words.text("harvest", "repertoire_kinds", kind), by_kind[kind])
        for kind in REPERTOIRE_KINDS
        if kind in by_kind
    ]


def actions_in(community: Community) -> list[Action]:
    """Open actions of the circle, the nearest date first; private ones are nobody else's."""
    rows = standing(Action.objects.filter(community=community, status__in=OPEN_ACTIONS, private=False))
    rows = rows.select_related("meeting").prefetch_related("owners")
    return sorted(rows, key=lambda one: (one.due_on or date.max, one.opened_on))


def agreements_in(community: Community) -> QuerySet[Agreement]:
    """What the circle agreed and still holds to, the newest review date first; before those what was proposed, which
    has no such date yet and waits for answers."""
    rows = standing(Agreement.objects.filter(community=community, status__in=HELD_AGREEMENTS))
    asks = F("review_due").desc(nulls_first=True)
    return rows.select_related("meeting").order_by(asks, "-opened_on", "-proposed_at")


def insights_in(community: Community) -> QuerySet[Insight]:
    """What the circle learnt, the newest first."""
    rows = standing(Insight.objects.filter(community=community)).select_related("meeting")
    return rows.order_by("-opened_on", "-changed_at")


def people_in(community: Community) -> dict[str, Any]:
    """Who takes part, by name; nobody is shown as absent."""
    rows = Membership.objects.filter(community=community).listed()
    by_role: dict[str, list[str]] = {}
    for row in rows.select_related("person").order_by("person__shown_name"):
        by_role.setdefault(row.role, []).append(row.person.shown_name)
    members = by_role.get("member", [])
    return {
        "members": members,
        "guides": by_role.get("facilitator", []),
        "friends": by_role.get("critical_friend", []),
        "n": len(members),
    }


def meetings_in(person: Person, community: Community) -> dict[str, Any]:
    """The next meeting, those after it, and what there was."""
    led = led_by(person)
    upcoming = [visit(one, led) for one in coming(Meeting.objects.filter(community=community))]
    past = Meeting.objects.filter(community=community, status="closed").order_by("-planned_at")[:PAST]
    return {
        "next": upcoming[0] if upcoming else None,
        "later": upcoming[1:],
        "past": [visit(one, led) for one in past],
    }
