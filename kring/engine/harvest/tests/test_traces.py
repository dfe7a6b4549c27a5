"""What the records carry for the road from a source to an effect, from their first day on (transfer.md 2 and 3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from kring.conftest import Cast
from kring.engine.harvest.actions import accept, add
from kring.engine.harvest.agreements import propose_agreement
from kring.engine.harvest.feed import calendar_of
from kring.engine.harvest.models import Action, Insight, TraceNode
from kring.engine.harvest.people import round_of
from kring.engine.harvest.records import Draft, draft_of
from kring.engine.harvest.returning import answer, end_parking, open_actions
from kring.engine.harvest.revising import revise
from kring.engine.harvest.tests.people import promised
from kring.engine.learning import steps, tasks, together
from kring.engine.learning.models import LearningCycle, LearningTask
from kring.engine.learning.tests.people import begun
from kring.engine.people.models import Person

TODAY = timezone.localdate


@pytest.fixture
def bram(cast: Cast) -> Person:
    """Bram, whose circle is in a round."""
    begun(cast, [cast.bram.person])
    return cast.bram.person


def brought_in(node: TraceNode) -> list[tuple[Person | None, str]]:
    """Who, and from which layer."""
    return [(one.person, one.layer) for one in node.contributors.all()]


def test_what_is_taken_along_knows_its_round_and_keeps_it(cast: Cast, bram: Person) -> None:
    meeting = cast.meeting().meeting
    row = add(meeting, "insight", Draft("Leerlingen leren van elkaar."), by="Amina")
    assert Insight.objects.get().cycle == 1
    LearningCycle.objects.update(phase="closed")
    LearningCycle.objects.create(community=cast.community, number=2)
    accept(row, by="Amina", draft=Draft("Leerlingen leren vooral van elkaar.", kind=draft_of(row).kind))
    kept = Insight.objects.get()
    assert (kept.title, kept.cycle) == ("Leerlingen leren vooral van elkaar.", 1)


def test_between_two_rounds_it_belongs_to_none(cast: Cast) -> None:
    assert round_of(cast.community) is None and round_of(None) is None
    add(cast.meeting().meeting, "insight", Draft("Leerlingen leren van elkaar."), by="Amina")
    assert Insight.objects.get().cycle is None


def test_an_agreement_knows_its_round_and_who_brought_in_its_words(cast: Cast, bram: Person) -> None:
    one = propose_agreement(cast.community, by=bram, text="We beginnen op tijd.")
    other = revise(one, by=bram, text="We beginnen en stoppen altijd op tijd met elkaar.")
    for node in (one, other):
        assert node.cycle == 1 and brought_in(node) == [(bram, "frontline")]


def test_who_takes_it_up_brings_it_on_from_the_layer_of_that_moment(cast: Cast) -> None:
    free, private = promised(cast), promised(cast, "Samen koffie.", private=True)
    leader = cast.amina.person
    Person.objects.filter(pk=leader.pk).update(position="principal")
    leader.refresh_from_db()
    for action in (free, private):
        answer(action, "take", person=leader, way="page")
    layer = brought_in(free)[0][1]
    Person.objects.filter(pk=leader.pk).update(position="teacher")
    assert brought_in(free) == [(leader, layer)], "a later job does not change history"
    assert brought_in(private) == [], "what is private is no step on the road"


def test_an_action_out_of_a_task_is_of_who_led_it(cast: Cast, bram: Person) -> None:
    task = tasks.take_up(tasks.add_task(cast.community, by=bram, title="Kijk bij elkaar"), by=bram)
    task = steps.make_ready(task, by=bram, due=TODAY(), product="Een lijst")
    steps.start_task(task, by=bram)
    told = steps.Told("Ik keek bij een ander.")
    steps.finish_task(task, by=bram, summary="Drie lessen bezocht, met een lijst.", told=told)
    action = Action.objects.get()
    assert (action.status, action.cycle) == ("tried", 1) and brought_in(action) == [(bram, "frontline")]


def test_what_was_put_aside_comes_back_on_its_day(cast: Cast, bram: Person) -> None:
    add(cast.meeting().meeting, "insight", Draft("Leerlingen leren van elkaar."), by="Amina")
    until = TODAY() + timedelta(days=30)
    together.review_insight(Insight.objects.get(), "park", by=bram, until=until)
    assert end_parking(until - timedelta(days=1)) == 0
    assert end_parking(until) == 1 and end_parking(until) == 0
    kept = Insight.objects.get()
    assert (kept.node_status, kept.node_status_on) == ("open", until)


def test_an_action_that_was_put_aside_stands_on_the_agenda_again(cast: Cast) -> None:
    one = promised(cast, node_status="parked", parked_until=TODAY())
    assert open_actions(cast.community) == []
    end_parking(TODAY())
    assert open_actions(cast.community) == [one]


def test_dates_of_own_tasks_stand_in_ones_own_calendar(cast: Cast, bram: Person) -> None:
    task = tasks.take_up(tasks.add_task(cast.community, by=bram, title="Kijk bij elkaar"), by=bram)
    steps.make_ready(task, by=bram, due=TODAY(), product="Een lijst")

    def told() -> list[str]:
        events = Calendar.from_ical(calendar_of(bram)).walk("VEVENT")
        return [str(one["summary"]) for one in events if str(one["uid"]).startswith("task-")]

    assert told() == ["Uiterlijk vandaag: Kijk bij elkaar"]
    LearningTask.objects.update(status="done")
    assert told() == []
