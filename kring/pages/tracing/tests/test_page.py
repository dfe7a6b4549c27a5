"""The page of one insight, agreement or action."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import QuerySet

from kring.conftest import Cast
from kring.engine.harvest.models import Action, Insight, TraceLink, TraceNode
from kring.tests.faces import problems


@pytest.fixture
def road(cast: Cast) -> tuple[Any, Any]:
    """An insight of nobody in particular, and an action that Bram takes on."""
    common = {"organisation": cast.organisation, "community": cast.community}
    insight = QuerySet(Insight).create(stage="insight", title="Kijken helpt meer dan praten.", **common)
    action = QuerySet(Action).create(stage="action", title="Een kijkrooster maken.", **common)
    action.owners.add(cast.bram.person)
    return insight, action


def to(node: Any) -> str:
    return f"/traces/{node.pk}/"


def test_the_road_is_walked_from_one_step_to_the_next(cast: Cast, road: tuple[Any, Any]) -> None:
    insight, action = road
    bram = cast.bram.signed_in()
    page = bram.get(to(action)).content.decode()
    assert "Een kijkrooster maken." in page and problems(page) == []
    assert "Dit begon eerder" not in page, "the circle began today"
    assert to(action) in bram.get("/open/").content.decode()
    assert to(insight) in bram.get(f"/communities/{cast.community.pk}/").content.decode()
    said = {"do": "came_from", "other": str(insight.pk), "why": "We zagen het in 3b."}
    assert bram.post(to(action), said).headers["Location"] == f"{to(action)}?kept"
    page = bram.get(to(action)).content.decode()
    assert to(insight) in page and "We zagen het in 3b." in page
    assert to(action) in bram.get(to(insight)).content.decode()


def test_somebody_else_asks_and_its_owner_answers(cast: Cast, road: tuple[Any, Any]) -> None:
    insight, action = road
    for name in ("gijs", "hanna", "iris"):
        cast.join(name, cast.community)
    cast.gijs.signed_in().post(to(insight), {"do": "led_to", "other": str(action.pk)})
    link = TraceLink.objects.get()
    assert link.state == "proposed"
    page = cast.bram.signed_in().get(to(action)).content.decode()
    assert "Gijs zegt dat dit hieruit kwam" in page and 'value="no"' in page
    assert 'value="no"' not in cast.hanna.signed_in().get(to(action)).content.decode()
    assert "nog niet" in cast.gijs.signed_in().get(to(insight)).content.decode()
    cast.bram.signed_in().post(to(action), {"do": "yes", "link": str(link.pk)})
    link.refresh_from_db()
    assert link.state == "accepted"


def test_what_cannot_be_is_said(cast: Cast, road: tuple[Any, Any]) -> None:
    insight, action = road
    bram = cast.bram.signed_in()
    for said, told in (
        ({"do": "came_from", "other": ""}, "Kies eerst iets uit de lijst"),
        ({"do": "led_to", "other": str(insight.pk)}, "Een spoor loopt vooruit"),
        ({"do": "began", "day": "1999-01-01"}, "Zo ver terug kan niet"),
        ({"do": "began", "day": "gisteren"}, "Kies een dag"),
    ):
        answer = bram.post(to(action), said)
        assert answer.status_code == 409 and told in answer.content.decode(), said


def test_a_mistake_is_gone_everywhere(cast: Cast, road: tuple[Any, Any]) -> None:
    _, action = road
    bram = cast.bram.signed_in()
    assert (
        bram.post(to(action), {"do": "withdraw"}).headers["Location"] == f"/communities/{cast.community.pk}/"
    )
    assert bram.get(to(action)).status_code == 404
    assert action.title not in bram.get("/open/").content.decode()
    assert TraceNode.objects.get(pk=action.pk).node_status == "withdrawn"


def test_an_owner_says_on_their_own_page_for_whom_it_waits(cast: Cast, road: tuple[Any, Any]) -> None:
    _, action = road
    bram = cast.bram.signed_in()
    assert bram.post(f"/open/actions/{action.pk}/", {"do": "wait", "whom": "principal"}).status_code == 302
    for page in ("/open/", to(action)):
        assert "acht op de schoolleiding sinds" in bram.get(page).content.decode()
    assert bram.post(f"/open/actions/{action.pk}/", {"do": "wait", "whom": "niemand"}).status_code == 409
    assert cast.amina.signed_in().post(to(action), {"do": "wait", "whom": "nobody"}).status_code == 302
    action.refresh_from_db()
    assert (action.waiting_on, action.waiting_since) == ("nobody", None)


@pytest.mark.parametrize("name", ["chris", "els", "zara"])
def test_it_is_of_the_circle(cast: Cast, road: tuple[Any, Any], name: str) -> None:
    assert cast[name].signed_in().get(to(road[0])).status_code == 404
    assert cast.stranger().get(to(road[0])).status_code == 302


def test_a_private_action_is_no_step_on_the_road(cast: Cast, road: tuple[Any, Any]) -> None:
    QuerySet(Action).filter(pk=road[1].pk).update(private=True)
    bram = cast.bram.signed_in()
    assert bram.get(to(road[1])).status_code == 404 and to(road[1]) not in bram.get("/open/").content.decode()


def test_what_a_meeting_left_leads_back_to_that_meeting(cast: Cast, road: tuple[Any, Any]) -> None:
    """Also when nothing else stands before it; whoever only looks along reads the title."""
    insight, action = road
    nothing = "Hier staat niets voor."
    assert nothing in cast.bram.signed_in().get(to(action)).content.decode()
    meeting = cast.meeting(people=1).meeting
    TraceNode.objects.filter(pk=action.pk).update(meeting=meeting)
    page = cast.bram.signed_in().get(to(action)).content.decode()
    assert f'href="/meetings/{meeting.pk}/report/"' in page and nothing not in page
    along = cast.dewi.signed_in().get(to(action)).content.decode()
    assert f"uit {meeting.title}" in along and "/report/" not in along
