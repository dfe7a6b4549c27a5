"""An activity that goes on with an earlier one: what comes along of the plan, the picture and the harvest."""

from __future__ import annotations

import pytest
from django.utils import timezone

from kring.conftest import Cast, Gathering
from kring.engine.harvest.across import across
from kring.engine.harvest.actions import accept, propose
from kring.engine.harvest.models import Action, Practised
from kring.engine.harvest.returning import answer
from kring.engine.meetings.actions import contribute, reveal
from kring.engine.meetings.course import AgendaItem, begun_in, go_to
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.scenes import scene
from kring.engine.people.models import Community
from kring.engine.tests.speaking import PICKS, envelope, phase, pick, share
from kring.kit.scene import Chapter
from kring.tools import TOOLS

TOOL = TOOLS["change_colours"]


def first_time(cast: Cast, community: Community | None = None) -> Gathering:
    """Five people see their picture and make a plan of one phase that is over today, with one step."""
    today = timezone.localdate().isoformat()
    where = {"community": community} if community else {}
    gathering = cast.meeting(people=5, settings=PICKS, **where)
    for seat in range(5):
        _, voice = gathering.paper(seat)
        for step in ("pick", "own"):
            at(gathering, step)
            if step == "pick":
                pick(gathering.activity, voice, "think", "red", "green")
                pick(gathering.activity, voice, "do", "green")
            else:
                share(gathering.activity, voice)
    at(gathering, "picture")
    reveal(gathering.activity, "picture", "", by="Amina")
    at(gathering, "strategy")
    phase(gathering, 0, "p1", position=1, colour="green", title="Samen uitproberen", until=today)
    say(
        gathering,
        1,
        "strategy",
        "cc.step",
        "s1",
        phase="p1",
        colour="green",
        title="Drie klassen",
        owner="Bert",
        due=today,
    )
    say(gathering, 1, "strategy", "cc.plan", "plan", change_kind="lessons")
    gathering.close()
    return gathering


def at(gathering: Gathering, step: str) -> None:
    go_to(gathering.meeting, step)


def say(gathering: Gathering, seat: int, step: str, kind: str, key: str, **payload: object) -> None:
    contribute(gathering.activity, "named", str(gathering.seats[seat].pk), envelope(step, kind, key, payload))


def next_time(cast: Cast, first: Gathering, people: int = 5) -> Gathering:
    """The activity that goes on with it, planned as the planner does."""
    [begun] = [one for one in begun_in(first.meeting.community) if one.thread == activity_of(first).thread]
    item = AgendaItem(begun.tool, settings=TOOL.continues(begun.settings), thread=begun.thread)
    return cast.meeting(people=people, agenda=[item], community=first.meeting.community)


def activity_of(gathering: Gathering):
    return gathering.meeting.activities.get()


def rates(gathering: Gathering, value: int) -> None:
    """Everybody says how much the phase helped, and it is shown."""
    at(gathering, "back")
    for seat in range(5):
        _, voice = gathering.paper(seat)
        contribute(
            gathering.activity, "anonymous", voice, envelope("back", "cc.helped", "p1", {"value": value})
        )
    reveal(gathering.activity, "back", "", by="Amina")


def test_the_plan_and_what_became_of_it_come_along(cast: Cast) -> None:
    first = first_time(cast)
    row = next(one for one in propose(first.meeting) if one.rule == "H3")
    accept(row, by="Amina")
    action = Action.objects.get()
    answer(action, "did", way="page")
    Practised.objects.create(activity=activity_of(first), counts={"yes": 5})
    again = next_time(cast, first)
    state = read_meeting(str(again.meeting.pk))
    assert state is not None and state.activity is not None
    now = scene(state)
    earlier, running = now.settings["thread"]
    assert isinstance(earlier, Chapter) and running.activity == ""
    assert [one.status for one in earlier.outcomes] == ["done"] and earlier.practised == {"yes": 5}
    live = TOOL.live(now, "back")
    assert [(one["title"], one["done"], one["of"]) for one in live["phases"]] == [("Samen uitproberen", 1, 1)]
    assert live["change_kind"] == "lessons" and live["practice"]["n"] == 5
    assert TOOL.compute(now.settings, now.participants, now.contributions, now.as_of)["picture"]["n"] == 0


def test_the_next_picture_says_how_it_was(cast: Cast) -> None:
    again = next_time(cast, first_time(cast))
    for seat in range(5):
        _, voice = again.paper(seat)
        at(again, "pick")
        pick(again.activity, voice, "think", "red")
        pick(again.activity, voice, "do", "red")
        at(again, "own")
        share(again.activity, voice)
    at(again, "picture")
    shown = reveal(again.activity, "picture", "", by="Amina")
    assert shown.result["movement"]["before"] == {"~f": "1/2"} and shown.result["movement"]["now"] == {
        "~f": "1"
    }


@pytest.fixture
def circles(cast: Cast) -> list[Community]:
    made = [
        Community.objects.create(organisation=cast.organisation, school=cast.school, name=f"Kring {n}")
        for n in range(5)
    ]
    for one in made:
        rates_and_closes(cast, one)
    return made


def rates_and_closes(cast: Cast, community: Community) -> None:
    again = next_time(cast, first_time(cast, community))
    rates(again, 2)
    again.close()


def test_the_circles_of_a_school_learn_from_each_other(cast: Cast, circles: list[Community]) -> None:
    told = ["Bij lesvernieuwing hielp groen hier meestal (gemiddeld 2,0; 5 fasen)."]
    assert across(circles[0], "nl") == told
    assert across(cast.community, "nl") == told
    assert told[0] in cast.bram.signed_in().get(f"/communities/{cast.community.pk}/").content.decode()
    elsewhere = Community.objects.create(
        organisation=cast.organisation, school=cast.other_school, name="Verderop"
    )
    assert across(elsewhere, "nl") == []
    circles[1].confidentiality = "closed"
    circles[1].save()
    assert across(circles[0], "nl") == []
