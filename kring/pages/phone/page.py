"""The phone page: what is ours, rendered as the stream would push it, and around it what is mine."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from kring.engine.access import found
from kring.engine.live.frames import known_as
from kring.engine.live.request import voice_cookie
from kring.engine.meetings.intake import same_author
from kring.engine.meetings.models import Activity, Meeting, Seat
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.rows import anonymous, named
from kring.engine.meetings.scenes import given_by, participants, scene
from kring.engine.meetings.state import MeetingState
from kring.engine.words import of_tool, refusal
from kring.kit.payload import Refused
from kring.kit.scene import Contribution, Scene, counting
from kring.pages.house.device import language
from kring.pages.house.drawing import render as render_face
from kring.pages.house.faces import look
from kring.pages.house.tool_files import tool_scripts, tool_styles
from kring.tools import TOOLS

MODULES = tuple(f"kring/js/{name}.js" for name in ("store", "forms", "kr-outbox", "kr-paper", "kr-live"))
"""What phone.js always imports, so that the browser fetches all of it in one go."""
HELD = 24 * 3600


def hold_paper(response: HttpResponse, activity: object, token: str, ends: datetime | None = None) -> None:
    """Let this device hold a paper, on the pages of the voice and on no other: a day, or until the meeting ends
    where that has a moment."""
    weeks = int((ends - timezone.now()).total_seconds()) if ends else 0
    response.set_cookie(
        voice_cookie(activity),
        token,
        max_age=max(HELD, weeks),
        path=f"/v/{activity}/",
        httponly=True,
        samesite="Lax",
    )


def days_left(meeting: Meeting) -> int:
    """For how many days a phone keeps what belongs to this seat; 0 = as long as for a meeting of one day."""
    ends = meeting.closes_at
    return max(0, (ends - timezone.now()).days + 1) if ends else 0


def part_of(request: HttpRequest, meeting: Meeting) -> str:
    """In people's own time the part in which this page is: the one its address names, else the first; "" elsewhere."""
    if meeting.kind != "async":
        return ""
    open_ones = [str(pk) for pk in meeting.activities.filter(status="open").values_list("pk", flat=True)]
    asked = request.GET.get("part", "")
    return asked if asked in open_ones else next(iter(open_ones), "")


def place_of_seat(meeting: object, part: str, said: bool = False) -> str:
    """The address of a seat's page, in people's own time in this part; `said`: something was just sent."""
    asks = "&".join([*(["said"] if said else []), *([f"part={part}"] if part else [])])
    return f"/m/{meeting}/{'?' if asks else ''}{asks}"


def phone_page(
    request: HttpRequest, meeting: Meeting, *, part: str = "", status: int = 200, **mine: Any
) -> HttpResponse:
    """The page of a seat or a voice, in people's own time in one part; `mine` is what only this device sees."""
    lang = language(request)
    state = read_meeting(str(meeting.pk), part=part)
    assert state is not None
    ours = mark_safe(render_face(state, "phone", lang).html)
    activity = state.activity
    tools = [one["tool"] for one in state.agenda]
    context = {
        "meeting": meeting,
        "part": part,
        "days": days_left(meeting),
        "ours": ours,
        "have": known_as(ours),
        "modules": MODULES,
        "tool_styles": tool_styles(tools),
        "tool_scripts": tool_scripts(tools),
        "activity": activity if activity and activity.status == "open" and state.status == "open" else None,
        **mine,
    }
    return render(request, "phone/page.html", context, status=status)


def done_before(state: MeetingState, seat: Seat, lang: str) -> list[str]:
    """For somebody who came in during the running step: the names of what was done before (C-34)."""
    activity = state.activity
    here = next((one for one in activity.steps if one.key == activity.step), None) if activity else None
    if activity is None or here is None or here.opened_at is None or seat.joined_at < here.opened_at:
        return []
    words = of_tool(activity.tool.key, lang)
    before = [one for one in activity.steps if one.status == "closed" and one.position < here.position]
    return [words.text("script", one.key) for one in before if words.has("script", one.key)]


def refused_text(refused: Refused, activity: Activity | None, lang: str) -> str:
    """The sentence for a refusal, the tool's own first."""
    return refusal(refused.code, lang, activity.tool if activity else "", **refused.values)


def own_contributions(activity: Activity, lane: str, participant: str) -> list[Contribution]:
    """What one seat or one voice gave in this activity and still counts, in the order it came."""
    given = (
        [named(row) for row in activity.named.filter(seat_id=participant).order_by("seq")]
        if lane == "named"
        else [anonymous(row) for row in activity.anonymous_lane.filter(voice=participant).order_by("seq")]
    )
    return counting(given, shapes(activity))


def shapes(activity: Activity) -> dict[str, str]:
    """kind -> shape, of the activity's tool."""
    return {kind.name: kind.shape for kind in TOOLS[activity.tool].kinds}


def own_outcome(
    meeting: MeetingState, contributions: list[Contribution], lane: str, lang: str, participant: str = ""
) -> SafeString:
    """What only whoever asks may see, as HTML of the tool's faces/own.html; empty when there is nothing.

    `own` is reckoned from the asker's contributions alone (C-11); `mine` is what a seat may see of the whole:
    its partner, its plan. `leads`: whether it is the seat of somebody who leads; `slip`: somebody without a seat.
    """
    activity = meeting.activity
    if activity is None:
        return SafeString("")
    alone = Scene(activity.settings, participants(meeting), contributions, timezone.localdate())
    outcome = activity.tool.own(alone) if contributions else {}
    mine = activity.tool.mine(scene(meeting), participant) if lane == "named" and participant else {}
    away = [one for one in activity.hidings if same_author(meeting, activity, one.participant, participant)]
    if not outcome and not mine and not away:
        return SafeString("")
    with translation.override(lang):
        leads = lane == "named" and meeting.led_from(participant)
        slip = participant in activity.slips
        mine_alone = {"own": outcome, "mine": mine, "lane": lane, "leads": leads, "slip": slip, **outcome}
        context = {**look(meeting, "phone", lang), **mine_alone}
        own = loader.get_template(f"{activity.tool.key}/faces/own.html") if outcome or mine else None
        taken = loader.get_template("phone/hidden.html") if away else None
        return mark_safe("".join(one.render({**context, "away": away}) for one in (taken, own) if one))


def without_noscript(own: str) -> SafeString:
    """What is mine, for inside a `noscript` of the page: one within another would end it halfway."""
    return mark_safe(own.replace("<noscript>", "").replace("</noscript>", ""))


def mine_now(state: MeetingState, lane: str, who: str, lang: str) -> dict[str, Any]:
    """What one seat or voice gave in the running activity and its own outcome, as the API gives it. Touches no
    database."""
    given = given_by(state).get(who, [])
    return {
        "answers": [answer(one) for one in given],
        "own": str(own_outcome(state, given, lane, lang, who)),
    }


def answer(one: Contribution, hidden: str | None = None) -> dict[str, Any]:
    """One contribution as the API gives it back to whoever made it."""
    return {
        "uuid": one.uuid,
        "step": one.step,
        "kind": one.kind,
        "key": one.key,
        "payload": one.payload,
        "seq": one.seq,
        "hidden": hidden,
    }


def current_activity(meeting: Meeting, part: str = "") -> Activity | None:
    """The activity that runs, if the meeting is open; in people's own time the part in which somebody is."""
    return found(Activity.objects, part or meeting.current_id) if meeting.status == "open" else None
