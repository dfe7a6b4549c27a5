"""Somebody puts forward what the circle could do, and whoever plans finds it (C-01)."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.meetings.course import AgendaItem, plan_meeting, replan_meeting
from kring.engine.meetings.models import Activity, ActivityProposal, Meeting
from kring.engine.meetings.proposing import MOST, propose_activity, waiting
from kring.engine.people.actions import own_data, restrict
from kring.engine.presence.counting import counted
from kring.kit.payload import Refused
from kring.tools import TOOLS

WHY = "Dan horen we wat iedereen wil."


def at(cast: Cast) -> str:
    return reverse("proposals", args=[cast.community.pk])


def put_forward(cast: Cast, name: str = "bram", tool: str = "change_colours") -> ActivityProposal:
    return propose_activity(cast.community, tool, WHY, by=cast[name].person)


def planned(cast: Cast, draft: dict[str, Any]) -> Any:
    return cast.amina.signed_in().post(f"{reverse('plan')}?community={cast.community.pk}", draft)


def plan(**more: Any) -> dict[str, Any]:
    day = timezone.localdate().isoformat()
    return {"title": "Wat willen we?", "day": day, "clock": "15:00", **more}


@pytest.mark.parametrize("name", ["amina", "bram"])
def test_members_and_whoever_guides_put_something_forward(cast: Cast, name: str) -> None:
    client = cast[name].signed_in()
    assert "Stel een werkvorm voor" in client.get(reverse("community", args=[cast.community.pk])).text
    for _ in range(2):
        assert (
            client.post(at(cast), {"do": "propose", "tool": "change_colours", "why": WHY}).status_code == 302
        )
    text = client.get(at(cast)).text
    assert text.count(WHY) == 1 and f"Voorgesteld door {cast[name].person.shown_name}." in text
    assert "Eén werkvorm voorgesteld" in client.get(reverse("community", args=[cast.community.pk])).text


@pytest.mark.parametrize("name", ["chris", "dewi", "els", "fatih", "gijs", "zara"])
def test_nobody_else_does(cast: Cast, name: str) -> None:
    client = cast[name].signed_in()
    assert client.get(at(cast)).status_code == 404
    assert client.post(at(cast), {"do": "propose", "tool": "change_colours"}).status_code == 404
    with pytest.raises(Refused):
        put_forward(cast, name)


def test_what_is_taken_back_waits_no_more_and_only_ones_own(cast: Cast) -> None:
    row = put_forward(cast)
    cast.amina.signed_in().post(at(cast), {"do": "back", "proposal": row.pk})
    assert waiting(cast.community).count() == 1
    for _ in range(2):
        assert cast.bram.signed_in().post(at(cast), {"do": "back", "proposal": row.pk}).status_code == 302
    assert waiting(cast.community).count() == 0


def test_an_unknown_tool_and_a_list_that_is_full_are_refused(cast: Cast) -> None:
    assert cast.bram.signed_in().post(at(cast), {"do": "propose", "tool": "juggling"}).status_code == 409
    ActivityProposal.objects.bulk_create(
        ActivityProposal(community=cast.community, person=cast.amina.person, tool=f"tool-{n}")
        for n in range(MOST)
    )
    answer = cast.bram.signed_in().post(at(cast), {"do": "propose", "tool": "change_colours", "why": WHY})
    assert answer.status_code == 409 and "Er wachten al 12 voorstellen" in answer.text and WHY in answer.text


def test_whoever_plans_finds_it_and_it_keeps_whose_it_is(cast: Cast) -> None:
    row = put_forward(cast)
    asked = cast.amina.signed_in().get(f"{reverse('plan')}?community={cast.community.pk}").text
    assert "Voorgesteld door Bram." in asked and f'value="proposed:{row.pk}"' in asked
    drawn = planned(cast, plan(do=f"proposed:{row.pk}")).text
    assert f'name="0-proposal" value="{row.pk}"' in drawn and f'value="proposed:{row.pk}"' not in drawn
    item = {"0-tool": "change_colours", "0-minutes": "60", "0-proposal": str(row.pk), "0-form": "blocks"}
    other = {"1-tool": "looking_back", "1-minutes": "15"}
    assert planned(cast, plan(do="save", **item, **other)).status_code == 302
    first, second = Activity.objects.order_by("position")
    assert (first.proposed_by, second.proposed_by) == (cast.bram.person, cast.amina.person)
    assert waiting(cast.community).count() == 0


def test_taken_off_the_agenda_it_waits_again_and_changing_a_plan_keeps_it(cast: Cast) -> None:
    row = put_forward(cast)
    meeting = plan_meeting(
        cast.organisation,
        title="Samen kiezen",
        planned_at=timezone.now(),
        by=cast.amina.person,
        community=cast.community,
        agenda=[AgendaItem("change_colours", proposal=row)],
    )
    client, change = cast.amina.signed_in(), reverse("replan", args=[meeting.pk])
    text = client.get(change).text
    part = meeting.activities.get()
    assert f'name="0-proposal" value="{row.pk}"' in text
    item = {
        "0-tool": "change_colours",
        "0-minutes": "45",
        "0-proposal": str(row.pk),
        "0-activity": str(part.pk),
    }
    assert client.post(change, plan(do="save", **item, **{"0-form": "blocks"})).status_code == 302
    part = meeting.activities.get()
    assert (part.minutes, part.proposed_by) == (45, cast.bram.person)
    replan_meeting(meeting, title="Samen kiezen", planned_at=timezone.now(), agenda=[], by=cast.amina.person)
    assert waiting(cast.community).get() == row


def test_nobody_puts_somebody_elses_name_under_a_part(cast: Cast) -> None:
    elsewhere = ActivityProposal.objects.create(
        community=cast.other_community, person=cast.chris.person, tool="change_colours"
    )
    item = {
        "0-tool": "change_colours",
        "0-minutes": "60",
        "0-proposal": str(elsewhere.pk),
        "0-form": "blocks",
    }
    assert planned(cast, plan(do="save", **item)).status_code == 302
    assert Activity.objects.get().proposed_by == cast.amina.person
    elsewhere.refresh_from_db()
    assert elsewhere.activity is None


def test_it_counts_as_an_agenda_item_proposed_by_a_member(cast: Cast) -> None:
    cast.grant("amina", "school_lead", school=cast.other_school)
    gathering = cast.meeting(
        agenda=[AgendaItem("change_colours", proposal=put_forward(cast)), AgendaItem("opening")]
    )
    gathering.meeting.activities.update(status="closed")
    gathering.close()
    sums = counted(Meeting.objects.get(pk=gathering.meeting.pk))
    assert (sums.items, sums.proposed) == (2, 1)


def test_it_stands_with_what_kring_keeps_about_them(cast: Cast) -> None:
    put_forward(cast)
    [row] = own_data(cast.bram.person)["proposed"]
    assert (row["tool"], row["text"]) == ("change_colours", WHY)
    assert "Kleuren van verandering" in cast.bram.signed_in().get(reverse("account_data")).text
    restrict(cast.bram.person, by=cast.bram.person, on=True)
    assert waiting(cast.community).count() == 0
    assert "change_colours" in TOOLS
