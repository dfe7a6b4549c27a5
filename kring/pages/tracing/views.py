"""One step on the road: what it came from, what came of it, and what can still be said about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.harvest import tracing
from kring.engine.harvest.agreements import members_of
from kring.engine.harvest.models import NEXT_STAGES, Action, TraceLink, TraceNode
from kring.engine.harvest.returning import OPEN, actions
from kring.engine.meetings.mentions import named_in
from kring.engine.people.models import Person
from kring.engine.transfer.models import Practice, Source
from kring.engine.transfer.practices import SETTINGS, TRIED, make_practice
from kring.engine.transfer.standing import walked
from kring.kit.payload import Refused
from kring.pages.house.naming import ask_about_names
from kring.pages.house.visiting import said
from kring.pages.practice.asking import draft_in
from kring.pages.practice.road import reference_of
from kring.pages.returning.wording import day_of
from kring.pages.tracing.chain import chain

Verb = Callable[[HttpRequest, TraceNode, Person], Practice | None]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET: the step. POST `do`: came_from | led_to | yes | no | began | wait | withdraw | practice."""
    person = access.person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    node = access.node_to_trace(person, pk)
    if request.method != "POST":
        return look(request, person, node)
    do = request.POST.get("do", "")
    try:
        verb = VERBS.get(do)
        if verb is None:
            raise Refused("unreadable")
        if asking := ask_about_names(request, partial(named_in, node.community, person), person.pk):
            return asking
        made = verb(request, node, person)
    except Refused as refused:
        own = "practice" if do == "practice" else "tracing"
        return look(request, person, node, at=do, wrong=said(refused, own), form=request.POST)
    if isinstance(made, Practice):
        return redirect("practice", made.pk)
    if do == "withdraw":
        return redirect("community", node.community_id)
    return redirect(f"{request.path}?kept")


def look(request: HttpRequest, person: Person, node: TraceNode, **typed: Any) -> HttpResponse:
    """The page; `typed` (at, wrong, form) after a refusal."""
    circle = node.community
    assert circle is not None
    action = actions().filter(pk=node.pk).first() if node.stage == "action" else None
    members, authors = members_of(circle), tracing.authors_of(node)
    takes_part = person.pk in members | tracing.guides_of(circle)
    written = node.written_on or node.opened_on
    back, on = links_of(node.links_back), links_of(node.links_on)
    road = walked(circle, timezone.localdate())
    whys = {link.from_node_id: link.why for link in back["accepted"]}
    whys |= {link.to_node_id: link.why for link in on["accepted"]}
    source = QuerySet(Source).filter(pk=node.pk).first() if node.stage == "source" else None
    context = {
        "community": circle,
        "node": node,
        "action": action,
        "came_from": back["accepted"],
        "meeting": node.meeting,
        "reads": takes_part,
        "led_to": on["accepted"],
        "asked": [(link, link.yes.filter(pk=person.pk).exists()) for link in back["proposed"]],
        "asked_on": on["proposed"],
        "needed": (len(members) + 1) // 2,
        "answers": person.pk in members | authors,
        "author": person.pk in authors,
        "sets_back": person.pk in authors and tracing.earliest(node) < written,
        "from_choices": tracing.candidates(node, tracing.before(node)) if takes_part else [],
        "to_choices": tracing.candidates(node, NEXT_STAGES.get(node.stage, ())) if takes_part else [],
        "earliest": tracing.earliest(node),
        "written": written,
        "may_wait": action is not None and action.status in OPEN and may_wait(action, person),
        "waiting_on": tracing.WAITING_ON,
        "chain": chain(road, node, whys),
        "asks_on": node.stage == "insight"
        and person.pk in members
        and circle.ended_on is None
        and road.status(node.pk) in ("open", "stalled"),
        "source": source,
        "reference": reference_of(source) if source else "",
        "makes": action is not None and action.status in TRIED and takes_part,
        "settings_of": SETTINGS,
        "may_withdraw": tracing.may_withdraw(node, person),
        "kept": "kept" in request.GET,
        "today": timezone.localdate(),
        "typed": typed,
    }
    return render(request, "tracing/page.html", context, status=409 if typed else 200)


def may_wait(action: Action, person: Person) -> bool:
    """Whether this person says for whom it waits."""
    return action.owners.filter(pk=person.pk).exists() or tracing.guides(person, action)


def links_of(links: Any) -> dict[str, list[TraceLink]]:
    """Links by state, oldest first; of what is still there."""
    rows = links.select_related("from_node", "to_node", "made_by").order_by("made_on", "pk")
    standing = set(
        TraceNode.objects.standing()
        .values_list("pk", flat=True)
        .filter(pk__in=[end for one in rows for end in (one.from_node_id, one.to_node_id)])
    )
    kept = [one for one in rows if {one.from_node_id, one.to_node_id} <= standing]
    return {state: [one for one in kept if one.state == state] for state in ("accepted", "proposed")}


def other_end(request: HttpRequest, node: TraceNode) -> TraceNode:
    """The node that was chosen: one of the same circle. Raises Refused("choose")."""
    assert node.community is not None
    chosen: TraceNode | None = access.found(
        tracing.in_circle(node.community), request.POST.get("other") or None
    )
    if chosen is None:
        raise Refused("choose")
    return chosen


def came_from(request: HttpRequest, node: TraceNode, person: Person) -> None:
    """`other`, `why`: this came of that."""
    tracing.tie(other_end(request, node), node, by=person, why=request.POST.get("why", ""))


def led_to(request: HttpRequest, node: TraceNode, person: Person) -> None:
    """`other`, `why`: that came of this."""
    tracing.tie(node, other_end(request, node), by=person, why=request.POST.get("why", ""))


def answered(request: HttpRequest, node: TraceNode, person: Person, *, yes: bool) -> None:
    """`link`: does this come of that?"""
    link = access.found(node.links_back.all(), request.POST.get("link", ""))
    if link is None:
        raise Http404
    tracing.answer_link(link, by=person, yes=yes)


def began(request: HttpRequest, node: TraceNode, person: Person) -> None:
    """`day`: when it began."""
    day = day_of(request, "day")
    if day is None:
        raise Refused("date_unreadable")
    tracing.set_back(node, day, by=person)


def wait(request: HttpRequest, node: TraceNode, person: Person) -> None:
    """`whom`: for whom it waits."""
    action = actions().filter(pk=node.pk).first()
    if action is None:
        raise Refused("unreadable")
    tracing.waits_for(action, request.POST.get("whom", ""), by=person)


def practice(request: HttpRequest, node: TraceNode, person: Person) -> Practice:
    """It was tried, and is done since: `what`, `setting`, `subject`, `where`, `n`, `me`, `named`."""
    action = actions().filter(pk=node.pk).first()
    if action is None:
        raise Refused("unreadable")
    form = request.POST
    return make_practice(
        action, draft_in(request), by=person, doer=bool(form.get("me")), named=bool(form.get("named"))
    )


def withdraw(request: HttpRequest, node: TraceNode, person: Person) -> None:
    """It was entered by mistake."""
    tracing.withdraw(node, by=person)


VERBS: Mapping[str, Verb] = {
    "came_from": came_from,
    "led_to": led_to,
    "yes": partial(answered, yes=True),
    "no": partial(answered, yes=False),
    "began": began,
    "wait": wait,
    "withdraw": withdraw,
    "practice": practice,
}
