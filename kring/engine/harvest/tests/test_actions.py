"""The verbs of the harvest, as a group would use them."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from kring.engine.harvest.actions import (
    MOST,
    accept,
    add,
    close_harvest,
    drop,
    edit,
    for_everybody,
    for_these_two,
    propose,
    reopen_harvest,
    undo,
)
from kring.engine.harvest.models import (
    Action,
    Agreement,
    AgreementResponse,
    Insight,
    RepertoireItem,
    TraceLink,
    TraceNode,
)
from kring.engine.harvest.records import Draft, draft_of
from kring.engine.meetings.actions import contribute
from kring.engine.meetings.models import Publication
from kring.kit.payload import Refused
from kring.kit.scene import Proposal
from kring.tools import TOOLS


@pytest.fixture
def rules(monkeypatch):
    """A tool that proposes what the scene says: a list that can be changed, and a rule that needs a picture."""
    found: list[Proposal] = []

    def says(settings, shown, as_of, words):
        needs_picture = [Proposal("P", "insight", "Rood leeft in ons denken.", rank=50)]
        return [*found, *(needs_picture if "picture" in shown.published else [])]

    monkeypatch.setitem(TOOLS, "change_colours", replace(TOOLS["change_colours"], propose=says))
    return found


@pytest.fixture
def meeting(cast):
    return cast.meeting(people=3)


def said(meeting):
    return [one.said for one in for_everybody(meeting.meeting)]


def one(meeting, text):
    return next(row for row in meeting.meeting.proposals.all() if text in row.said)


def test_rules_propose_the_most_important_first_and_at_most_seven(meeting, rules):
    rules += [Proposal("R", "insight", f"Inzicht {rank}.", rank=rank) for rank in range(12, 0, -1)]
    propose(meeting.meeting)
    assert said(meeting) == [f"Inzicht {rank}." for rank in range(1, MOST + 1)]


def test_proposing_twice_changes_nothing(meeting, rules):
    rules.append(Proposal("R", "insight", "We praten veel over blauw."))
    propose(meeting.meeting)
    first = list(meeting.meeting.proposals.values_list("pk", "text"))
    propose(meeting.meeting)
    assert list(meeting.meeting.proposals.values_list("pk", "text")) == first


def test_equal_texts_are_one_whatever_their_case_and_spaces(meeting, rules):
    rules += [
        Proposal("R", "insight", "Blauw  trekt aan ons."),
        Proposal("S", "insight", "blauw trekt aan ons."),
        Proposal("S", "action", "Blauw trekt aan ons."),
    ]
    propose(meeting.meeting)
    assert sorted(row.kind for row in meeting.meeting.proposals.all()) == ["action", "insight"]


def test_what_the_rules_no_longer_say_goes_unless_somebody_touched_it(meeting, rules):
    rules += [Proposal("R", "insight", text) for text in ("Blijft.", "Verdwijnt.", "Bewerkt.", "Besloten.")]
    propose(meeting.meeting)
    edit(one(meeting, "Bewerkt"), Draft("Onze eigen woorden."))
    drop(one(meeting, "Besloten"), by="Amina")
    rules[:] = rules[:1]
    propose(meeting.meeting)
    assert sorted(said(meeting)) == ["Besloten.", "Blijft.", "Onze eigen woorden."]


def test_edited_words_are_not_proposed_a_second_time(meeting, rules):
    rules.append(Proposal("R", "insight", "Zoals de regel het zegt."))
    propose(meeting.meeting)
    edit(one(meeting, "regel"), Draft("Zoals wij het zeggen."))
    propose(meeting.meeting)
    assert said(meeting) == ["Zoals wij het zeggen."]


def test_decided_ones_count_among_the_seven(meeting, rules):
    rules += [Proposal("R", "insight", f"Eerst {n}.", rank=n) for n in range(5)]
    propose(meeting.meeting)
    for row in list(for_everybody(meeting.meeting)):
        drop(row, by="Amina")
    rules[:] = [Proposal("R", "insight", f"Later {n}.", rank=n) for n in range(5)]
    propose(meeting.meeting)
    assert len(said(meeting)) == MOST


def test_an_accepted_action_has_owner_date_and_where_you_see_it(meeting, rules, cast):
    rules.append(Proposal("R", "action", "Kijk bij elkaar in de les", owner="Bram", due=date(2027, 1, 15)))
    propose(meeting.meeting)
    row = one(meeting, "Kijk")
    draft = replace(draft_of(row), practice_trace="Leerlingen leggen meer zelf uit.")
    accept(row, by="Amina", person=cast.amina.person, draft=draft)
    action = Action.objects.get()
    assert [owner.shown_name for owner in action.owners.all()] == ["Bram"]
    assert (action.due_on, action.status, action.stage) == (date(2027, 1, 15), "open", "action")
    assert action.practice_trace == "Leerlingen leggen meer zelf uit."
    assert action.community == cast.community and action.created_by == cast.amina.person
    assert [(one.person, one.layer) for one in action.contributors.all()] == [(cast.bram.person, "frontline")]


def test_an_action_may_wait_for_an_owner(meeting, rules):
    rules.append(Proposal("R", "action", "Zoek iemand die goed is in geel"))
    propose(meeting.meeting)
    accept(one(meeting, "Zoek"), by="Amina")
    action = Action.objects.get()
    assert not action.owners.exists() and action.owner_text == "" and action.due_on is None


def test_accepting_twice_makes_one_record(meeting, rules):
    rules.append(Proposal("R", "insight", "We leren het meest van elkaar."))
    propose(meeting.meeting)
    row = one(meeting, "leren")
    accept(row, by="Amina")
    accept(row, by="Amina")
    assert Insight.objects.count() == 1 and one(meeting, "leren").node_id == Insight.objects.get().pk


def test_an_agreement_begins_as_proposed_with_its_moment_to_look_back(meeting, rules):
    review = date(2027, 2, 1)
    rules.append(
        Proposal("R", "agreement", "We beginnen met groen.", due=review, data={"review_due": review})
    )
    propose(meeting.meeting)
    accept(one(meeting, "groen"), by="Amina")
    agreement = Agreement.objects.get()
    assert (agreement.status, agreement.kind, agreement.review_due) == ("proposed", "content", review)
    assert agreement.proposed_by is None and agreement.source_activity == meeting.activity


def test_a_changed_mind_takes_the_record_away_and_back(meeting, rules):
    rules.append(Proposal("R", "insight", "Dit weten we zeker."))
    propose(meeting.meeting)
    row = one(meeting, "zeker")
    accept(row, by="Amina")
    undo(row)
    assert not TraceNode.objects.exists() and one(meeting, "zeker").status == "open"
    drop(row, by="Amina")
    assert one(meeting, "zeker").status == "dropped"
    accept(row, by="Amina")
    drop(row, by="Amina")
    assert not TraceNode.objects.exists() and not Insight.objects.exists()


def test_what_others_built_on_is_not_taken_away(meeting, cast):
    row = add(meeting.meeting, "agreement", Draft("We beginnen op tijd."), by="Amina")
    AgreementResponse.objects.create(agreement=Agreement.objects.get(), person=cast.bram.person, value="ok")
    with pytest.raises(Refused, match="harvest_used"):
        undo(row)
    assert Agreement.objects.count() == 1


def test_editing_what_was_accepted_changes_the_record(meeting, cast):
    row = add(meeting.meeting, "action", Draft("Bel de roostermaker", "Bram"), by="Amina")
    edit(row, Draft("Mail de roostermaker", "Amina en de teamleider", date(2027, 3, 1)))
    action = Action.objects.get()
    assert action.title == "Mail de roostermaker" and action.due_on == date(2027, 3, 1)
    assert [one.shown_name for one in action.owners.all()] == ["Amina"]
    assert action.owner_text == "de teamleider"
    assert [one.person for one in action.contributors.all()] == [cast.amina.person]


def test_the_same_form_sent_twice_adds_one_thing(meeting):
    ident = str(uuid.uuid4())
    for _ in range(2):
        add(meeting.meeting, "insight", Draft("We zijn het eens."), by="Amina", ident=ident)
    assert Insight.objects.count() == 1


def test_an_action_remembers_what_it_grew_out_of(meeting):
    insight = add(meeting.meeting, "insight", Draft("Leerlingen weten vaak niet waarom."), by="Amina")
    draft = Draft("Begin elke les met het waarom", out_of=str(insight.node_id))
    row = add(meeting.meeting, "action", draft, by="Amina")
    link = TraceLink.objects.get()
    assert (link.from_node_id, link.to_node_id, link.state) == (insight.node_id, row.node_id, "accepted")
    with pytest.raises(Refused, match="harvest_used"):
        drop(insight, by="Amina")
    edit(row, replace(draft, out_of=""))
    assert not TraceLink.objects.exists()


def test_nothing_grows_out_of_what_comes_later(meeting):
    action = add(meeting.meeting, "action", Draft("Doe iets"), by="Amina")
    add(meeting.meeting, "insight", Draft("Dat hielp.", out_of=str(action.node_id)), by="Amina")
    assert not TraceLink.objects.exists()


@pytest.mark.parametrize(
    ("kind", "draft", "code"),
    [
        ("insight", Draft("   "), "empty_text"),
        ("insight", Draft("x" * 501), "text_too_long"),
        ("agreement", Draft("Kort"), "text_too_short"),
        ("agreement", Draft("x" * 281), "text_too_long"),
        ("action", Draft("Doe iets", owner="wie dan ook, " * 6), "text_too_long"),
        ("action", Draft("Doe iets", practice_trace="x" * 141), "text_too_long"),
        ("wish", Draft("Meer tijd"), "unreadable"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_leaves_nothing(meeting, kind, draft, code):
    with pytest.raises(Refused, match=code):
        add(meeting.meeting, kind, draft, by="Amina")
    assert not TraceNode.objects.exists() and not meeting.meeting.proposals.exists()


def test_more_than_three_owners_is_nobody(meeting, cast):
    for name in ("chris", "joost", "els"):
        meeting.sit_down(name.title(), person=cast[name].person)
    draft = Draft("Doe iets", "Amina, Bram, Chris, Joost en Els")
    with pytest.raises(Refused, match="too_many_owners"):
        add(meeting.meeting, "action", draft, by="Amina")


def test_a_private_action_is_for_the_two_only(meeting, rules, cast):
    claire = meeting.sit_down("Claire", person=cast.chris.person)
    two = (str(claire.pk), str(meeting.seats[0].pk))
    rules.append(Proposal("H5", "action", "Oefenen met geel", private_to=two))
    propose(meeting.meeting)
    assert said(meeting) == []
    assert [row.said for row in for_these_two(meeting.meeting, {two[1]})] == ["Oefenen met geel"]
    assert not list(for_these_two(meeting.meeting, {str(meeting.seats[1].pk)}))
    accept(one(meeting, "geel"), by="Chris")
    action = Action.objects.get()
    assert action.private and {str(seat.pk) for seat in action.seats.all()} == set(two)
    assert [person.shown_name for person in action.owners.all()] == ["Chris"] and action.owner_text == "Aart"


def test_a_proposal_knows_which_words_and_which_picture_it_grew_out_of(meeting, rules):
    activity = meeting.activity
    activity.open_steps, activity.step = "scenarios", "scenarios"
    activity.save()
    envelope = {
        "uuid": str(uuid.uuid4()),
        "step": "scenarios",
        "kind": "cc.scenario",
        "key": "green.first_step",
        "payload": {"text": "Kijk bij elkaar in de les"},
    }
    contribute(activity, "named", str(meeting.seats[0].pk), envelope)
    Publication.objects.create(
        activity=activity, step="picture", number=1, by="Amina", upto_seq=0, rows={}, result={"n": 5}
    )
    nobody = str(uuid.uuid4())
    rules.append(Proposal("R", "action", "Kijk in de les", rank=1, sources=(envelope["uuid"], nobody)))
    propose(meeting.meeting)
    for row in for_everybody(meeting.meeting):
        accept(row, by="Amina")
    action, insight = Action.objects.get(), Insight.objects.get()
    assert [str(one.contribution) for one in action.sources.all()] == [envelope["uuid"]]
    assert [one.publication.step for one in insight.sources.all()] == ["picture"]
    assert [(one.person, one.layer) for one in action.contributors.all()] == [(None, "frontline")]
    assert not insight.contributors.exists()


def test_what_is_kept_knows_out_of_whose_words_it_came_and_is_of_the_circle(cast, meeting, rules):
    activity = meeting.activity
    activity.open_steps, activity.step = "scenarios", "scenarios"
    activity.save()
    seat = meeting.sit_down("Bram", person=cast.bram.person)
    said = {"step": "scenarios", "kind": "cc.scenario", "payload": {"text": "Kijk bij elkaar in de les"}}
    words = [{**said, "uuid": str(uuid.uuid4()), "key": key} for key in ("green.first_step", "green.who")]
    for chair, one in zip((seat, meeting.seats[0]), words, strict=True):
        contribute(activity, "named", str(chair.pk), one)
    sources = tuple(one["uuid"] for one in words)
    rules[:] = [Proposal("R", "repertoire", "Kijkrondje", rank=1, sources=sources)]
    propose(meeting.meeting)
    for row in for_everybody(meeting.meeting):
        accept(row, by="Amina")
    item = RepertoireItem.objects.get()
    assert list(item.made_by.all()) == [cast.bram.person], "a guest is nobody to ask later"
    assert item.by_circle, "named only by who says that it is theirs"


def test_after_closing_decisions_stand_until_it_is_opened_again(meeting, rules):
    row = add(meeting.meeting, "insight", Draft("Dit blijft staan."), by="Amina")
    close_harvest(meeting.meeting, by="Amina")
    close_harvest(meeting.meeting, by="Amina")
    rules.append(Proposal("R", "insight", "Te laat."))
    propose(meeting.meeting)
    for verb in (lambda: undo(row), lambda: drop(row, by="Amina"), lambda: edit(row, Draft("Anders."))):
        with pytest.raises(Refused, match="harvest_closed"):
            verb()
    assert said(meeting) == ["Dit blijft staan."]
    reopen_harvest(meeting.meeting)
    undo(row)
    assert not Insight.objects.exists()


def test_proposals_can_still_be_made_after_the_meeting(meeting, rules):
    rules.append(Proposal("R", "insight", "Achteraf bekeken."))
    meeting.close()
    propose(meeting.meeting)
    assert said(meeting) == ["Achteraf bekeken."]


def test_a_vanished_proposal_is_said_to_be_gone(meeting, rules):
    rules.append(Proposal("R", "insight", "Even maar."))
    propose(meeting.meeting)
    row = one(meeting, "Even")
    rules.clear()
    propose(meeting.meeting)
    with pytest.raises(Refused, match="proposal_gone"):
        accept(row, by="Amina")


def test_a_date_for_looking_back_may_be_changed(meeting):
    day = timezone.localdate() + timedelta(weeks=8)
    row = add(meeting.meeting, "agreement", Draft("We vragen eerst door.", kind="conduct"), by="Amina")
    edit(row, replace(draft_of(row), due=day))
    agreement = Agreement.objects.get()
    assert (agreement.review_due, agreement.kind) == (day, "conduct")
