"""A practice: what it is, how well it was witnessed, who looked, what shows it, and what its doers can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kring.engine import access
from kring.engine.harvest.models import TraceNode
from kring.engine.harvest.tracing import authors_of, guides
from kring.engine.meetings.mentions import named_in
from kring.engine.meetings.photos import LARGEST
from kring.engine.people.models import Person
from kring.engine.transfer.models import Practice
from kring.engine.transfer.observing import ASKED, invite, share, take_back, write_of_oneself
from kring.engine.transfer.practices import (
    EMBEDDINGS,
    SETTINGS,
    add_evidence,
    change,
    doer_of,
    does_it_too,
    lay_down,
    practices,
    take_evidence_away,
    takes_part,
)
from kring.engine.transfer.standing import seen_in
from kring.frames.transfer.levels import SEEN
from kring.kit.payload import Refused
from kring.pages.house.naming import ask_about_names
from kring.pages.house.visiting import one_of
from kring.pages.photos.views import handed
from kring.pages.practice.asking import day_in, draft_in, number_in, saw_in, why_not
from kring.pages.practice.look import (
    evidence_of,
    facts_line,
    invitations,
    just_thanked,
    level_part,
    observations,
)

Verb = Callable[[HttpRequest, Practice, Person], object]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET: the practice. POST: `do` is a key of VERBS."""
    person = access.person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    practice = access.practice_to_see(person, pk)
    if request.method != "POST":
        return look(request, person, practice)
    do = request.POST.get("do", "")
    try:
        verb = VERBS.get(do)
        if verb is None:
            raise Refused("unreadable")
        # A page that asks back would lose the file; what stands beside a photo says what is on it.
        asking = (
            None
            if request.FILES
            else ask_about_names(
                request, partial(named_in, practice.community, person), person.pk, [practice.said]
            )
        )
        if asking:
            return asking
        verb(request, practice, person)
    except Refused as refused:
        return look(request, person, practice, at=do, wrong=why_not(refused), form=request.POST)
    return redirect(f"{request.path}?kept{BACK_TO.get(do, '')}")


def look(request: HttpRequest, person: Person, practice: Practice, **typed: Any) -> HttpResponse:
    """The page; `typed` (at, wrong, form) after a refusal."""
    circle, today = practice.community, timezone.localdate()
    assert circle is not None
    rows = practices().filter(pk=practice.pk).prefetch_related("doers__person", "observations__doer__person")
    [(row, found)] = seen_in(circle, today, rows)
    row.community = circle
    inside = takes_part(person, circle)
    doer = doer_of(row, person) if inside else None
    node = TraceNode.objects.get(pk=row.pk)
    others = circle.memberships.listed().exclude(person=person).select_related("person")
    context = {
        "community": circle,
        "practice": row,
        "facts": facts_line(row),
        "level": level_part(found),
        "doers": [one.person.name_to_others for one in row.doers.all() if one.named and one.person]
        if inside
        else [],
        "doer": doer,
        "inside": inside,
        "changes": doer is not None or person.pk in authors_of(node) or guides(person, node),
        "seen": observations(row, person),
        "thanks": just_thanked(row, person, today),
        "evidence": evidence_of(row, person, guides(person, node)),
        "embeddings": row.embeddings.all(),
        "invited": invitations(
            doer.invitations.filter(state__in=ASKED).select_related("person") if doer else []
        ),
        "people": {one.person.pk: one.person for one in others.order_by("person__shown_name")}.values(),
        "settings_of": SETTINGS,
        "words_seen": SEEN,
        "kinds_laid_down": EMBEDDINGS,
        "today": today,
        "kept": "kept" in request.GET,
        "typed": typed,
    }
    return render(request, "practice/page.html", context, status=409 if typed else 200)


@never_cache
@require_safe
def photo(request: HttpRequest, pk: UUID, photo: UUID) -> HttpResponse:
    """A photo that shows it, for its circle."""
    return handed(request, access.evidence_photo_to_see(access.signed_in(request), pk, photo), photo)


def invites(request: HttpRequest, practice: Practice, person: Person) -> None:
    """`whom` (a person, or "link"), `when`, `words`."""
    whom, form = None, request.POST
    chosen = form.get("whom", "")
    if chosen != "link":
        circle = practice.community
        assert circle is not None
        here = circle.memberships.listed().values("person")
        whom = access.found(Person.objects.filter(pk__in=here), chosen) if chosen else None
        if whom is None:
            raise Refused("choose_whom")
    invite(practice, by=person, whom=whom, planned_on=day_in(request, "when"), words=form.get("words", ""))


def takes_back(request: HttpRequest, practice: Practice, person: Person) -> None:
    """`invitation`."""
    take_back(
        one_of(practice.invitations.select_related("doer"), request.POST.get("invitation", "")), by=person
    )


def shares(request: HttpRequest, practice: Practice, person: Person) -> None:
    """`observation`, `how`: who reads what was seen."""
    row = one_of(practice.observations.select_related("doer"), request.POST.get("observation", ""))
    share(row, request.POST.get("how", ""), by=person)


def shows(request: HttpRequest, practice: Practice, person: Person) -> None:
    """`kind` (note | material | count), `text`, `n`, and whether pupils are in it."""
    form = request.POST
    kind = form.get("kind", "")
    add_evidence(
        practice,
        "unreadable" if kind == "photo" else kind,
        by=person,
        text=form.get("text", ""),
        count=number_in(request, "n") if kind == "count" else None,
        contains_pupils=bool(form.get("pupils")),
        cleared=bool(form.get("cleared")),
        reason=form.get("reason", ""),
    )


def shows_photo(request: HttpRequest, practice: Practice, person: Person) -> None:
    """`photo`, `alt`, and whether pupils are in it."""
    form, file = request.POST, request.FILES.get("photo")
    add_evidence(
        practice,
        "photo",
        by=person,
        text=form.get("alt", ""),
        photo=file.read(LARGEST + 1) if file else b"",
        contains_pupils=bool(form.get("pupils")),
        cleared=bool(form.get("cleared")),
        reason=form.get("reason", ""),
    )


def away(request: HttpRequest, practice: Practice, person: Person) -> None:
    """`evidence`: take it away."""
    row = one_of(practice.evidence.select_related("practice__community"), request.POST.get("evidence", ""))
    take_evidence_away(row, by=person)


def laid_down(request: HttpRequest, practice: Practice, person: Person) -> None:
    """`kind`, `text`: where the school laid it down."""
    lay_down(practice, request.POST.get("kind", ""), request.POST.get("text", ""), by=person)


VERBS: Mapping[str, Verb] = {
    "invite": invites,
    "take_back": takes_back,
    "share": shares,
    "self": lambda request, practice, person: write_of_oneself(practice, saw_in(request), by=person),
    "show": shows,
    "photo": shows_photo,
    "away": away,
    "laid_down": laid_down,
    "doer": lambda request, practice, person: does_it_too(
        practice, by=person, named=bool(request.POST.get("named"))
    ),
    "change": lambda request, practice, person: change(practice, draft_in(request), by=person),
}
BACK_TO = {"invite": "#invite", "take_back": "#invite", "share": "#seen", "self": "#seen", "show": "#shows"}
BACK_TO |= {"photo": "#shows", "away": "#shows", "laid_down": "#laid-down"}
