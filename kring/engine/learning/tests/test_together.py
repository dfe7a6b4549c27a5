"""Cards, looking back, roles that go round, insights that get a place, and the days between two meetings."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.serializers import serialize
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.harvest.agreements import propose_agreement
from kring.engine.harvest.answering import respond
from kring.engine.harvest.models import Action, Agreement, Insight, TraceLink
from kring.engine.harvest.returning import end_parking
from kring.engine.harvest.revising import ask_ending
from kring.engine.learning import between, together
from kring.engine.learning.cycles import current_cycle
from kring.engine.learning.facts import facts_of, insights_left
from kring.engine.learning.goals import add_goal
from kring.engine.learning.measures import measures
from kring.engine.learning.models import InterludePass, LogbookEntry, Reflection, SessionRole
from kring.engine.learning.own import learning_of, logbook_of
from kring.engine.learning.phases import ask_to_move
from kring.engine.learning.tests.people import begun, held_on, more_members
from kring.engine.meetings.models import Meeting
from kring.engine.people.erasing import erase_person
from kring.engine.people.models import Community, Person
from kring.engine.people.own_data import own_data
from kring.engine.retention import keep_to_terms
from kring.kit.payload import Refused

TODAY = timezone.localdate


def test_a_card_counts_with_three_of_four(cast: Cast) -> None:
    members = more_members(cast, 4)
    cycle = begun(cast, members)
    for n, one in enumerate(members):
        fields = dict(zip(together.FIELDS, ["x"] * (n + 1), strict=False))
        together.save_card(cast.community, by=one, fields=fields)
    assert facts_of(cycle, TODAY()).cards == 3
    together.save_card(cast.community, by=members[0], fields={})
    assert len(together.cards_to_see(cast.community)) == 4, "an emptied card is not there"


def test_who_guides_and_a_critical_friend_have_a_card_and_others_do_not(cast: Cast) -> None:
    for name in ("amina", "dewi"):
        together.save_card(cast.community, by=cast[name].person, fields={"bring": "Ogen"})
    for name in ("chris", "els", "joost"):
        with pytest.raises(Refused, match="not_allowed"):
            together.save_card(cast.community, by=cast[name].person, fields={"bring": "Ogen"})


def test_looking_back_goes_round_and_changes_one_thing(cast: Cast) -> None:
    members = more_members(cast, 1)
    cycle = begun(cast, members)
    assert together.topic_to_come(cycle) == "interaction"
    made = together.hold_reflection(
        cycle, "interaction", by=members[0], adjustment="We beginnen met een rondje."
    )
    assert made.adjustment.kind == "way_of_working" and made.adjustment.status == "proposed"
    again = together.hold_reflection(cycle, "interaction", by=members[1], adjustment="En nog iets anders.")
    assert again == made and Agreement.objects.count() == 1 and Reflection.objects.count() == 1
    assert together.topic_to_come(cycle) == "activities"
    for name in ("amina", "dewi"):
        with pytest.raises(Refused, match="members_only"):
            together.hold_reflection(cycle, "roles", by=cast[name].person)


def test_roles_go_to_who_had_them_longest_ago(cast: Cast) -> None:
    members = more_members(cast, 4)
    last = held_on(cast, TODAY() - timedelta(days=20))
    for role, one in zip(together.SESSION_ROLES, members, strict=False):
        SessionRole.objects.create(meeting=last, role=role, person=one)
    following = cast.meeting(opened=False).meeting
    found = together.proposed_roles(following)
    assert found["chair"] == members[1] and found["timekeeper"] == members[0]
    assert len(set(found.values())) == 4 and not SessionRole.objects.filter(meeting=following).exists()
    given = {role: str(one.pk) for role, one in found.items()}
    together.give_roles(following, given, by=members[0])
    together.give_roles(following, given, by=members[0])
    assert following.session_roles.count() == 4 and together.proposed_roles(following) == {}
    with pytest.raises(Refused, match="one_role_each"):
        together.give_roles(following, dict.fromkeys(together.SESSION_ROLES, given["chair"]), by=members[0])
    with pytest.raises(Refused, match="members_only"):
        together.give_roles(following, {"chair": str(cast.amina.person.pk)}, by=members[0])
    with pytest.raises(Refused, match="not_allowed"):
        together.give_roles(following, given, by=cast.dewi.person)
    together.give_roles(following, {}, by=cast.amina.person)
    assert not following.session_roles.exists()


def test_in_a_small_circle_somebody_may_have_two_roles(cast: Cast) -> None:
    members = more_members(cast, 1)
    meeting = cast.meeting(opened=False).meeting
    bram, other = (str(one.pk) for one in members)
    given = {"chair": bram, "timekeeper": bram, "harvester": other, "mirror": other}
    together.give_roles(meeting, given, by=members[0])
    with pytest.raises(Refused, match="two_roles_most"):
        together.give_roles(meeting, given | {"mirror": bram}, by=members[0])


@pytest.fixture
def insight(cast: Cast) -> Insight:
    begun(cast, [cast.bram.person])
    ours = {"organisation": cast.organisation, "community": cast.community, "stage": "insight"}
    return Insight.objects.create(title="Leerlingen willen kiezen.", **ours)


def test_every_insight_gets_a_place(cast: Cast, insight: Insight) -> None:
    bram, cycle = cast.bram.person, current_cycle(cast.community)
    assert (facts_of(cycle, TODAY()).insights, facts_of(cycle, TODAY()).insights_reviewed) == (1, 0)
    for choice, fields, code in (
        ("park", {}, "no_date"),
        ("park", {"until": TODAY() - timedelta(days=1)}, "date_past"),
        ("park", {"until": TODAY() + timedelta(days=181)}, "park_long"),
        ("stop", {"words": "Geen zin"}, "reason_short"),
        ("carry_on", {}, "carry_on_how"),
        ("burn", {}, "unreadable"),
    ):
        with pytest.raises(Refused, match=code):
            together.review_insight(insight, choice, by=bram, **fields)
    for choice, fields, status in (
        ("park", {"until": TODAY() + timedelta(days=180)}, "parked"),
        ("stop", {"words": "Dit weten we nu wel"}, "closed_on_purpose"),
        ("keep_as_insight", {}, "closed_on_purpose"),
        ("carry_on", {"words": "We laten leerlingen kiezen."}, "open"),
    ):
        together.review_insight(insight, choice, by=bram, **fields)
        assert Insight.objects.get().node_status == status
    assert Agreement.objects.get().from_insight == insight
    together.review_insight(insight, "carry_on", by=bram)
    assert facts_of(cycle, TODAY()).insights_reviewed == 1
    assert facts_of(cycle, TODAY() + timedelta(days=31)).insights_reviewed == 0, "a month ago is too long"
    with pytest.raises(Refused, match="members_only"):
        together.review_insight(insight, "keep_as_insight", by=cast.amina.person)


def test_an_insight_goes_on_as_an_action_at_once(cast: Cast, insight: Insight) -> None:
    """transfer.md 3.4; the link counts, for it is made along with the action (TL-2)."""
    bram = cast.bram.person
    given = {"words": "Drie tellen wachten na elke vraag.", "into": "action"}
    for mine in (True, False):
        together.review_insight(insight, "carry_on", by=bram, mine=mine, **given)
    action, link = Action.objects.get(), TraceLink.objects.get()
    assert (link.from_node_id, link.to_node_id, link.state) == (insight.pk, action.pk, "accepted")
    assert list(action.owners.all()) == [bram] and action.said == given["words"]
    with pytest.raises(Refused, match="unreadable"):
        together.review_insight(insight, "carry_on", by=bram, words="Iets.", into="poem")


def test_what_stands_open_from_before_is_gone_through_as_well(cast: Cast, insight: Insight) -> None:
    """At any time, also what is of no round; what goes on or was decided is not asked about."""
    ours = {"organisation": cast.organisation, "community": cast.community, "stage": "insight"}
    old = TODAY() - timedelta(days=200)
    earlier = Insight.objects.create(title="Van een jaar terug.", opened_on=old, **ours)
    Insight.objects.create(title="Gestopt.", opened_on=old, node_status="closed_on_purpose", **ours)
    cycle = current_cycle(cast.community)
    assert [one.pk for one in insights_left(cast.community, cycle, TODAY())] == [earlier.pk, insight.pk]
    assert [one.pk for one in insights_left(cast.community, None, TODAY())] == [earlier.pk, insight.pk]
    together.review_insight(earlier, "park", by=cast.bram.person, until=TODAY() + timedelta(days=9))
    assert [one.pk for one in insights_left(cast.community, cycle, TODAY())] == [insight.pk]
    end_parking(TODAY() + timedelta(days=9))
    later = insights_left(cast.community, cycle, TODAY() + timedelta(days=31))
    assert [one.pk for one in later] == [earlier.pk, insight.pk]


@pytest.fixture
def apart(cast: Cast) -> Meeting:
    """A meeting of ten days ago, and one in ten days."""
    held = held_on(cast, TODAY() - timedelta(days=10))
    following = cast.meeting(opened=False).meeting
    Meeting.objects.filter(pk=following.pk).update(planned_at=timezone.now() + timedelta(days=10))
    return held


def test_no_meeting_yet_asks_nothing(cast: Cast) -> None:
    assert between.between(cast.community) is None
    with pytest.raises(Refused, match="interlude_closed"):
        between.write(cast.community, "il.tried", "Iets", by=cast.bram.person)


def test_an_answer_is_private_until_it_is_shared(cast: Cast, apart: Meeting) -> None:
    bram = cast.bram.person
    assert between.waits_for(bram, cast.community)
    between.write(cast.community, "il.tried", "Ik liet ze kiezen.", by=bram)
    row = LogbookEntry.objects.get()
    assert row.text == "Ik liet ze kiezen." and "kiezen" not in row.sealed
    assert not between.shared_after(apart) and not between.waits_for(bram, cast.community)
    between.write(cast.community, "il.tried", "Ik liet ze kiezen.", by=bram, share=True)
    assert between.shared_after(apart).get() == row and between.response(apart) == (1, 1)
    between.write(cast.community, "il.tried", " ", by=bram)
    assert not LogbookEntry.objects.exists()


def test_not_this_time_is_an_answer(cast: Cast, apart: Meeting) -> None:
    between.not_this_time(cast.community, by=cast.bram.person)
    between.not_this_time(cast.community, by=cast.bram.person)
    assert not between.waits_for(cast.bram.person, cast.community)
    between.write(cast.community, "il.need", "Toch iets: tijd.", by=cast.bram.person)
    assert not InterludePass.objects.exists()


def test_it_closes_two_days_before_the_next_meeting_and_while_one_goes_on(cast: Cast, apart: Meeting) -> None:
    near = timezone.now() + timedelta(days=9)
    assert between.open_between(cast.community) and not between.open_between(cast.community, near)
    cast.meeting()
    assert between.between(cast.community) is None


def test_what_i_tried_becomes_an_experience(cast: Cast, apart: Meeting) -> None:
    bram = cast.bram.person
    ours = {"organisation": cast.organisation, "community": cast.community, "stage": "action"}
    action = Action.objects.create(title="Laat leerlingen kiezen", **ours)
    row = between.write(cast.community, "il.tried", "Ik liet ze kiezen.", by=bram)
    with pytest.raises(Refused, match="not_asked"):
        between.as_experience(row, action, by=bram)
    row = between.write(cast.community, "il.tried", "Ik liet ze kiezen.", by=bram, share=True)
    with pytest.raises(Refused, match="not_yours"):
        between.as_experience(row, action, by=cast.amina.person)
    first = between.as_experience(row, action, by=bram)
    assert between.as_experience(row, action, by=bram) == first
    action.refresh_from_db()
    assert action.status == "tried" and action.experiences.get().did == "Ik liet ze kiezen."


def everything(cast: Cast) -> Person:
    """Bram left a trace of every kind."""
    bram = cast.bram.person
    begun(cast, [bram])
    held_on(cast, TODAY() - timedelta(days=10))
    together.save_card(
        cast.community, by=bram, fields={"bring": "Koekjes", "need": "Tijd", "limit": "Maandag"}
    )
    between.write(cast.community, "il.noticed", "Het werd stil.", by=bram)
    return bram


def test_own_data_holds_what_is_private_too(cast: Cast) -> None:
    bram = everything(cast)
    kinds = [row["kind"] for row in learning_of(bram)]
    assert {"question", "question_answer", "role_card"} <= set(kinds)
    assert [row["text"] for row in logbook_of(bram)] == ["Het werd stil."]
    assert learning_of(cast.amina.person) == [] and logbook_of(cast.amina.person) == []


def test_who_is_removed_leaves_the_question_and_takes_the_rest(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    bram = everything(cast)
    erase_person(bram, texts_too=[cast.community])
    cycle = current_cycle(cast.community)
    question = cycle.questions.get()
    assert question.text and question.proposed_by is None
    assert not LogbookEntry.objects.exists() and not cast.community.role_cards.exists()


REASONS = ("Wij willen nu echt beginnen.", "Dat weten we inmiddels wel.", "Het gaat nu vanzelf zo.")


def with_reasons(cast: Cast) -> Person:
    """Bram, alone in his circle, moved on, let an insight go and ended an agreement, each with a reason."""
    bram, circle = everything(cast), cast.community
    ask_to_move(current_cycle(circle), "start", by=bram, reason=REASONS[0])
    ours = {"organisation": cast.organisation, "community": circle}
    insight = Insight.objects.create(stage="insight", title="Vragen helpen.", **ours)
    together.review_insight(insight, "stop", by=bram, words=REASONS[1])
    agreed = respond(propose_agreement(circle, by=bram, text="We beginnen op tijd."), bram, "ok")
    respond(ask_ending(agreed, by=bram, reason=REASONS[2]), bram, "ok", about="end")
    return bram


def test_own_data_holds_what_somebody_asked_the_group(cast: Cast) -> None:
    bram = with_reasons(cast)
    said = {row.get("remark") for part in own_data(bram).values() for row in part}
    assert {REASONS[0], REASONS[2]} <= said


def test_whose_texts_go_takes_reasons_along_from_wherever_they_were_copied(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    bram = with_reasons(cast)

    def kept() -> list[str]:
        rows = "".join(serialize("json", model._default_manager.all()) for model in apps.get_models())
        return [reason for reason in REASONS if reason in rows]

    assert kept() == list(REASONS)
    erase_person(bram, texts_too=[cast.community])
    assert kept() == []


def test_a_logbook_goes_a_month_after_its_owner_left(cast: Cast) -> None:
    bram = everything(cast)
    Person.objects.filter(pk=bram.pk).update(state="left", left_on=TODAY() - timedelta(days=30))
    assert "rt.logbook" not in keep_to_terms(timezone.now())
    assert keep_to_terms(timezone.now() + timedelta(days=1))["rt.logbook"] == 1
    assert "rt.logbook" not in keep_to_terms(timezone.now() + timedelta(days=1))


def test_what_comes_on_the_table_is_the_circles_own(cast: Cast) -> None:
    begun(cast, [cast.bram.person])
    meeting = cast.meeting(opened=False).meeting
    circle = Community.objects.get(pk=cast.community.pk)
    together.put_on_table(meeting, circle, by=cast.amina.person, goals=["invented"], tasks=["invented"])
    assert not meeting.goals.exists() and not meeting.tasks.exists()
    with pytest.raises(Refused, match="not_allowed"):
        together.put_on_table(meeting, circle, by=cast.dewi.person, goals=[], tasks=[])


def test_how_many_told_something_between_two_meetings(cast: Cast) -> None:
    members = more_members(cast, 4)
    first = held_on(cast, TODAY() - timedelta(days=40))
    for one in members[:2]:
        LogbookEntry.objects.create(
            person=one, community=cast.community, after=first, prompt="il.need", sealed=""
        )
    assert measures(cast.community)["lifecycle.interlude_response"] is None, "it is still open"
    held_on(cast, TODAY() - timedelta(days=10))
    found = measures(cast.community)
    assert str(found["lifecycle.interlude_response"]) == "2/5"
    later = {days: measures(cast.community, TODAY() + timedelta(days=days)) for days in (50, 51)}
    assert str(later[50]["lifecycle.interlude_response"]) == "2/5"
    assert later[51]["lifecycle.interlude_response"] is None, "too long ago to say anything about now (C-26)"
    assert (found["lifecycle.gap_days"], found["lifecycle.meetings_held"]) == (30, 2)
    assert "lifecycle.phase" not in found, "without a cycle there is no phase"
    members[4].memberships.update(status="left")
    assert measures(cast.community)["lifecycle.interlude_response"] is None, "four are too few"


def test_without_its_key_what_was_private_is_empty(cast: Cast) -> None:
    begun(cast, [cast.bram.person])
    goal = add_goal(cast.community, by=cast.bram.person, text="Rustiger leren uitleggen.", collective=False)
    goal.sealed = Fernet(Fernet.generate_key()).encrypt(b"Rustiger leren uitleggen.").decode()
    assert goal.said == ""
