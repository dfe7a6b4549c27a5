"""Home and the page of a circle, for who belongs there and for who does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kring.engine.harvest.actions import add, close_harvest
from kring.engine.harvest.models import Action, Agreement, Insight, RepertoireItem, TraceNode
from kring.engine.harvest.records import Draft
from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Community

INSIGHT, AGREEMENT, ACTION = (
    "Leerlingen willen het waarom weten.",
    "We vragen eerst door.",
    "Bel Els over tijd",
)


@pytest.fixture
def circle(cast):
    """Kring Noord with a learning question and the harvest of one meeting."""
    Community.objects.filter(pk=cast.community.pk).update(learning_question="Hoe leren wij zelf?")
    made = cast.meeting(title="Wat zien we in de les?")
    add(made.meeting, "insight", Draft(INSIGHT), by="Amina")
    add(made.meeting, "agreement", Draft(AGREEMENT), by="Amina")
    add(made.meeting, "action", Draft(ACTION, owner="Bram", due=date(2030, 1, 31)), by="Amina")
    made.close()
    RepertoireItem.objects.create(
        organisation=cast.organisation, community=cast.community, kind="routine", title="Rondje waarom"
    )
    return made


def address(cast):
    return reverse("community", args=[cast.community.pk])


def test_home_asks_who_you_are(cast):
    assert cast.stranger().get(reverse("home")).status_code == 302


def test_home_shows_my_circles_my_actions_and_nobody_elses(cast, circle):
    page = cast.bram.signed_in().get(reverse("home")).text
    assert "Kring Noord" in page and "Hoe leren wij zelf?" in page
    assert ACTION in page and "31 januari 2030" in page and "Kring Zuid" not in page
    assert ACTION not in cast.amina.signed_in().get(reverse("home")).text


def test_that_a_date_is_past_only_its_owner_is_told(cast, circle):
    """The circle reads until when; nobody is put on show (LT-3)."""
    Action.objects.update(due_on=timezone.localdate() - timedelta(days=30))
    assert "datum voorbij" in cast.bram.signed_in().get(reverse("home")).text
    for one in (cast.amina, cast.bram):
        page = one.signed_in().get(address(cast)).text
        assert ACTION in page and "datum voorbij" not in page


def test_home_of_somebody_without_a_circle_says_what_to_do(cast):
    page = cast.joost.signed_in().get(reverse("home")).text
    assert "Je hoort nog niet bij een kring." in page and reverse("plan") in page


def test_home_shows_a_private_action_to_its_owner(cast, circle):
    action = Action.objects.get()
    Action.objects.update(private=True)
    page = cast.bram.signed_in().get(reverse("home")).text
    assert ACTION in page and "alleen voor jou" in page
    assert ACTION not in cast.amina.signed_in().get(address(cast)).text
    assert ACTION not in cast.bram.signed_in().get(address(cast)).text
    assert action.private is False


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_what_is_finished_is_not_open(cast, circle, state):
    Action.objects.update(status=state)
    bram = cast.bram.signed_in()
    assert ACTION not in bram.get(reverse("home")).text and ACTION not in bram.get(address(cast)).text


def test_home_leads_to_the_meeting_that_goes_on(cast):
    made = cast.meeting(title="Nu samen aan tafel")
    page = cast.bram.signed_in().get(reverse("home")).text
    assert "Nu bezig" in page and reverse("join_by_token", args=[made.meeting.join_token]) in page
    page = cast.amina.signed_in().get(reverse("home")).text
    assert reverse("lead", args=[made.meeting.pk]) in page
    assert "Nu samen aan tafel" not in cast.chris.signed_in().get(reverse("home")).text


def test_home_reminds_of_a_harvest_that_is_not_closed(cast, circle):
    amina, to = cast.amina.signed_in(), reverse("harvest", args=[circle.meeting.pk])
    assert to in amina.get(reverse("home")).text
    close_harvest(circle.meeting, by="Amina")
    assert to not in amina.get(reverse("home")).text


def test_the_circle_finds_everything_on_its_page(cast, circle):
    for name in ("amina", "bram"):
        page = cast[name].signed_in().get(address(cast)).text
        for text in ("Hoe leren wij zelf?", INSIGHT, AGREEMENT, ACTION, "Rondje waarom", "Bram, uiterlijk"):
            assert text in page
        assert "Wat zien we in de les?" in page
        assert reverse("report_pdf", args=[circle.meeting.pk]) in page
        assert reverse("results_xlsx", args=[circle.meeting.pk]) in page


def test_the_three_questions_stand_in_their_order(cast, circle):
    page = cast.bram.signed_in().get(address(cast)).text
    places = [page.index(text) for text in ("Waar gaan we voor?", "Hoe doen we het samen?", "Wat maken we?")]
    assert places == sorted(places)


def test_only_who_leads_is_sent_to_the_harvest(cast, circle):
    to = reverse("harvest", args=[circle.meeting.pk])
    assert to in cast.amina.signed_in().get(address(cast)).text
    assert to not in cast.bram.signed_in().get(address(cast)).text


def test_an_empty_circle_says_how_to_begin(cast):
    page = cast.bram.signed_in().get(address(cast)).text
    assert "Nog geen leervraag." in page and "Nog geen afspraken." in page and "Nog niets bewaard." in page


def test_a_critical_friend_looks_along_until_the_date(cast, circle):
    dewi = cast.dewi.signed_in()
    assert INSIGHT in dewi.get(address(cast)).text
    yesterday = timezone.localdate() - timedelta(days=1)
    cast.dewi.person.memberships.update(until=yesterday)
    assert INSIGHT not in dewi.get(address(cast)).text


@pytest.mark.parametrize("name", ["chris", "els", "iris", "gijs", "hanna", "fatih"])
def test_the_rest_of_the_school_sees_the_card_and_what_is_shared(cast, circle, name):
    client = cast[name].signed_in()
    page = client.get(address(cast)).text
    assert "Kring Noord" in page and "Hoe leren wij zelf?" in page
    for text in (INSIGHT, AGREEMENT, ACTION, "Rondje waarom", "Wat zien we in de les?"):
        assert text not in page


def test_names_of_members_are_for_the_circle(cast, circle):
    assert "Bram" in cast.amina.signed_in().get(address(cast)).text
    for name in ("chris", "els", "iris", "hanna", "gijs"):
        assert "Bram" not in cast[name].signed_in().get(address(cast)).text


def test_what_the_circle_shares_can_be_read_in_the_school(cast, circle):
    TraceNode.objects.filter(pk__in=Insight.objects.values("pk")).update(visibility="school")
    RepertoireItem.objects.update(visibility="school")
    for name in ("chris", "els"):
        page = cast[name].signed_in().get(address(cast)).text
        assert INSIGHT in page and "Rondje waarom" in page and AGREEMENT not in page and ACTION not in page


def test_a_closed_circle_shows_its_name_only(cast, circle):
    Community.objects.filter(pk=cast.community.pk).update(confidentiality="closed")
    page = cast.els.signed_in().get(address(cast)).text
    assert "Kring Noord" in page and "Hoe leren wij zelf?" not in page


def test_another_organisation_finds_nothing(cast, circle):
    assert cast.zara.signed_in().get(address(cast)).status_code == 404
    assert cast.stranger().get(address(cast)).status_code == 302


def test_a_guest_does_not_see_the_circle(cast):
    made = cast.meeting(people=1)
    assert made.phone(0).get(address(cast)).status_code == 302


def test_withdrawn_and_double_things_are_gone(cast, circle):
    TraceNode.objects.filter(pk__in=Insight.objects.values("pk")).update(node_status="withdrawn")
    first = Agreement.objects.get()
    TraceNode.objects.filter(pk=Action.objects.get().pk).update(duplicate_of=first.pk)
    page = cast.bram.signed_in().get(address(cast)).text
    assert INSIGHT not in page and ACTION not in page and AGREEMENT in page


def test_the_pages_speak_english(cast, circle):
    bram = cast.bram.signed_in()
    assert "What are we here for?" in bram.get(f"{address(cast)}?lang=en").text
    assert "Hello Bram" in bram.get(reverse("home")).text


def test_pages_ask_the_same_for_one_and_for_many(cast, django_assert_max_num_queries):
    bram, counts = cast.bram.signed_in(), []
    for number in range(5):
        made = cast.meeting(title=f"Bijeenkomst {number}")
        for kind in ("insight", "agreement", "action"):
            add(made.meeting, kind, Draft(f"Zin van {kind} {number}.", owner="Bram"), by="Amina")
        if number % 2:
            made.close()
        if number in (1, 4):
            with django_assert_max_num_queries(120) as asked:
                bram.get(address(cast))
                bram.get(reverse("home"))
            counts.append(len(asked))
    assert Meeting.objects.count() == 5 and counts[1] <= counts[0]
