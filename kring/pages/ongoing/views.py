"""What hangs there between the meetings, for whoever belongs to the circle; for others what was let go."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.meetings.additions import add, hanging, open_for, put, take_back
from kring.engine.meetings.mentions import named_in
from kring.engine.meetings.models import Activity, Addition
from kring.engine.meetings.reading import at, day_of
from kring.engine.meetings.scenes import hung, settings_of
from kring.engine.people.models import Person
from kring.engine.words import of_tool, refusal
from kring.kit.payload import Refused
from kring.pages.house.naming import ask_about_names
from kring.pages.house.posted import envelope_of, with_photo
from kring.pages.house.tool_files import tool_styles
from kring.pages.ongoing.look import sessions_of
from kring.tools import TOOLS

WRITES = ("member", "facilitator")
NAMELESS = "nameless:flag"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wall(request: HttpRequest, pk: UUID, thread: UUID) -> HttpResponse:
    """GET: the wall of a piece of work, as it was left by the newest of its meetings or is now while one goes on, with
    what was added since. POST `do`: add | take_back | state, and back to it."""
    person = access.person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    activity, inside = access.wall_to_see(person, pk, thread)
    if request.method != "POST":
        return draw(request, person, activity, inside)
    form: QueryDict = request.POST
    try:
        if form.get("do") == "add":
            form = photographed(request, person, activity)
        asking = do(request, person, activity, form)
    except Refused as refused:
        lang = get_language() or "nl"
        wrong = refusal(refused.code, lang, activity.tool, **refused.values)
        return draw(request, person, activity, inside, form, wrong=wrong, status=409)
    return asking or redirect(f"{request.path}?done={form['do']}{'_nameless' if form.get(NAMELESS) else ''}")


def photographed(request: HttpRequest, person: Person, activity: Activity) -> QueryDict:
    """What was posted, with the id of the photo that came along; kept only where something may be added. Raises Http404
    or Refused."""
    assert activity.meeting.community is not None
    access.community_for(person, activity.meeting.community.pk, WRITES)
    open_for(activity, request.POST.get("_kind", ""))
    return with_photo(request, activity)


def do(request: HttpRequest, person: Person, activity: Activity, form: QueryDict) -> HttpResponse | None:
    """What a button of the wall does; a page when it has to ask something first. Raises Http404 or Refused."""
    circle = activity.meeting.community
    assert circle is not None and activity.thread is not None
    match form.get("do"):
        case "add":
            find = partial(named_in, circle, person)
            if asking := ask_about_names(request, find, person.pk, given=form):
                return asking
            words, nameless = form.copy(), bool(form.get(NAMELESS))
            for name in ("do", "csrfmiddlewaretoken", NAMELESS):
                words.pop(name, None)
            # The uuid follows from who says what; of whoever gives no name it may follow from the words alone.
            said = envelope_of(words, "" if nameless else str(person.pk), TOOLS[activity.tool])
            add(activity, said, by=person, nameless=nameless)
        case "take_back":
            own = access.found(Addition.objects.filter(person=person), form.get("addition", ""))
            if own is None:
                raise Http404
            take_back(own.pk, activity.thread, by=person)
        case "state":
            access.community_for(person, circle.pk, ("facilitator",))
            put(activity, form.get("state", ""))
        case _:
            raise Refused("unreadable")
    return None


def draw(
    request: HttpRequest,
    person: Person,
    activity: Activity,
    inside: bool,
    typed: QueryDict | None = None,
    *,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page. Raises Http404 where there is nothing for whoever asks."""
    state = at(activity)
    assert state.activity is not None
    tool = state.activity.tool
    hangs = tool.hangs(hanging(activity)) if inside else tool.released(hung(state, day_of(activity)))
    if not (inside or hangs):
        raise Http404(access.CIRCLE_ONLY)
    lang = get_language() or "nl"
    context = {
        "community": activity.meeting.community,
        "tool": activity.tool,
        "words": of_tool(activity.tool, lang),
        "settings": settings_of(state.activity),
        "activity": state.activity,
        "meeting": activity.meeting,
        "wall": hangs,
        "inside": inside,
        "face": "report",
        "sessions": sessions_of(activity) if inside else [],
        "tool_styles": tool_styles([activity.tool]),
        "place": f"{activity.tool}/faces/{'wall' if inside else 'released'}.html",
        "wrong": wrong,
        "typed": typed or request.POST,
        "done": request.GET.get("done", ""),
        **(mine(person, activity) if inside else {}),
    }
    return render(request, "ongoing/wall.html", context, status=status)


def mine(person: Person, activity: Activity) -> dict[str, Any]:
    """What this person may do with what hangs there, and what they added: {adds: kinds, rests, added, states}."""
    tool, circle = TOOLS[activity.tool], activity.meeting.community
    settings = {**tool.settled({}), **activity.settings}
    roles = (
        set(circle.memberships.current().filter(person=person).values_list("role", flat=True))
        if circle
        else ()
    )
    writes = activity.status == "closed" and bool(set(WRITES) & set(roles))
    stands = tool.state_of(settings)
    return {
        "adds": tool.adds(settings) if writes else frozenset(),
        "rests": writes and not tool.adds(settings),
        "added": Addition.objects.filter(person=person, thread=activity.thread or person.pk),
        "states": [one for one in tool.states if one != stands] if "facilitator" in roles else [],
    }
