"""What a researcher takes along: only of who said yes, and under other names."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.harvest.models import Agreement, Contributor, Insight
from kring.engine.meetings.models import Activity, Hiding, NamedContribution, Seat
from kring.engine.people.actions import restrict
from kring.engine.people.consents import say
from kring.engine.people.models import Community, Consent, Person
from kring.engine.research.material import Material, Widened, gather, left_over
from kring.engine.research.models import ResearchProject
from kring.engine.research.projects import (
    answer_about_research,
    close_project,
    is_asked,
    make_project,
    researchers,
    takes_part,
)
from kring.engine.research.tests.answered import agree, scan, texts_too
from kring.engine.rights import may
from kring.kit.payload import Refused

TOLD = "Vraag eerst wat er al lukt."


def taken(cast: Cast, **read: str) -> Material:
    return gather(ResearchProject.objects.get(), cast.gijs.person, "nl", read)


def insight(cast: Cast, text: str, *people: Person, **more: Any) -> Insight:
    made = Insight.objects.create(
        organisation=cast.organisation, community=cast.community, stage="insight", title=text, **more
    )
    for person in people:
        Contributor.objects.create(node=made, person=person, layer="frontline")
    return made


def said(activity: Activity, person: Person | None, text: str, kind: str = "cc.scenario", **more: Any) -> Any:
    seat, _ = Seat.objects.get_or_create(
        meeting=activity.meeting, person=person, defaults={"shown_name": "Iemand", "role": "teacher"}
    )
    seq = activity.named.count() + 1
    return NamedContribution.objects.create(
        uuid=uuid.uuid4(),
        activity=activity,
        seq=seq,
        step="scenarios",
        kind=kind,
        key=f"blue.{seq}",
        seat=seat,
        role="teacher",
        payload={"text": text, **more},
        at=timezone.now(),
    )


def test_without_everybodys_yes_there_is_nothing(cast: Cast) -> None:
    scan(cast, 24)
    insight(cast, TOLD)
    assert taken(cast).sections == {} and not takes_part(cast.community)
    agree(cast.community)
    assert takes_part(cast.community) and {"circles", "meetings", "scales", "harvest"} <= set(
        taken(cast).sections
    )


def test_a_mind_that_changes_and_a_member_that_comes_close_it_at_once(cast: Cast) -> None:
    bram = cast.bram.person
    answer_about_research(bram, cast.community, on=True)
    assert takes_part(cast.community)
    answer_about_research(bram, cast.community, on=False)
    assert not takes_part(cast.community) and taken(cast).sections == {}
    answer_about_research(bram, cast.community, on=True)
    cast.join("iris", cast.community)
    assert not takes_part(cast.community)


def test_a_closed_circle_is_not_asked_and_takes_no_part(cast: Cast) -> None:
    agree(cast.community)
    cast.community.confidentiality = "closed"
    cast.community.save()
    assert not takes_part(cast.community) and taken(cast).sections == {}
    assert is_asked(cast.bram.person, cast.community), "who said yes can still take it back"
    Consent.objects.all().delete()
    assert not is_asked(cast.bram.person, cast.community)


def test_only_members_of_a_circle_in_a_project_are_asked(cast: Cast) -> None:
    asked = [name for name in cast.players if is_asked(cast[name].person, cast.community)]
    assert asked == ["bram"] and not is_asked(cast.chris.person, cast.other_community)
    with pytest.raises(Refused) as refused:
        answer_about_research(cast.chris.person, cast.other_community, on=True)
    assert refused.value.code == "not_asked"


def test_when_a_project_is_closed_its_researcher_sees_nothing(cast: Cast) -> None:
    agree(cast.community)
    assert may(cast.gijs.person, "scan_group_result", "view", cast.community)
    close_project(ResearchProject.objects.get(), by=cast.fatih.person)
    assert not may(cast.gijs.person, "scan_group_result", "view", cast.community)
    assert not may(cast.gijs.person, "community_card", "view", cast.community)


def test_texts_go_along_only_with_the_yes_of_who_wrote_them(cast: Cast) -> None:
    agree(cast.community)
    activity = scan(cast, 5)
    said(activity, cast.bram.person, TOLD)
    said(activity, None, "Een gast zei dit.")
    assert "texts" not in taken(cast).sections
    texts_too(cast.bram.person)
    [row] = taken(cast).sections["texts"]
    assert (row["text"], row["by"], row["work"]) == (TOLD, "Aafke", "colleague")
    say(cast.bram.person, "research", None, on=False)
    assert "texts" not in taken(cast).sections


def test_what_is_hidden_replaced_personal_or_of_somebody_set_aside_stays(cast: Cast) -> None:
    agree(cast.community)
    texts_too(cast.bram.person)
    activity = scan(cast, 5)
    hidden = said(activity, cast.bram.person, "Weg hiermee.")
    Hiding.objects.create(activity=activity, contribution=hidden.uuid, by="Amina", reason="Een naam.")
    first = said(activity, cast.bram.person, "Eerst zo.")
    said(activity, cast.bram.person, "Nu anders.", replaces=str(first.uuid))
    said(activity, cast.bram.person, "Rood.", kind="cc.named")
    later = said(activity, cast.bram.person, "Dat neem ik terug.")
    said(scan(cast, 5), cast.bram.person, "", kind="cc.withdraw", target=str(later.uuid))
    assert [row["text"] for row in taken(cast).sections["texts"]] == ["Nu anders."]
    restrict(cast.bram.person, by=cast.bram.person, on=True)
    assert "texts" not in taken(cast).sections


def test_work_with_names_and_what_only_a_few_may_read_stays(cast: Cast) -> None:
    agree(cast.community)
    texts_too(cast.bram.person)
    said(scan(cast, 5, names="yes"), cast.bram.person, "In de tabel met namen.")
    said(scan(cast, 5), cast.bram.person, "Bewaar de tabel.", kind="cc.keep")
    back = scan(cast, 5)
    Activity.objects.filter(pk=back.pk).update(tool="looking_back")
    said(back, cast.bram.person, "Wie begeleidt, past dit aan.", kind="lb.adjust")
    assert "texts" not in taken(cast).sections


def test_what_was_made_while_the_circle_was_closed_stays_also_when_it_opens(cast: Cast) -> None:
    agree(cast.community)
    texts_too(cast.bram.person)
    today = timezone.localdate()
    for level, days in (("closed", 100), ("inside", 10)):
        Agreement.objects.create(
            organisation=cast.organisation,
            community=cast.community,
            stage="agreement",
            title="Zo doen we het.",
            level=level,
            adopted_on=today - timedelta(days),
        )
    said(scan(cast, 6, days_ago=50), cast.bram.person, "Dat was toen.")
    insight(cast, "Dat leerden we toen.", opened_on=today - timedelta(50))
    there = taken(cast).sections
    assert not {"texts", "scales", "meetings"} & set(there)
    assert "Dat leerden we toen." not in [row["text"] for row in there.get("harvest", [])]
    said(scan(cast, 6, days_ago=5), cast.bram.person, "Dat is nu.")
    insight(cast, "Dat leerden we nu.", opened_on=today - timedelta(5))
    after = taken(cast).sections
    assert [row["text"] for row in after["texts"]] == ["Dat is nu."] and len(after["meetings"]) == 1
    assert after["scales"] and "Dat leerden we nu." in [row["text"] for row in after["harvest"]]


def test_a_yes_that_was_taken_back_holds_for_what_was_taken_along_together(cast: Cast) -> None:
    agree(cast.community)
    insight(cast, "Van Bram.", cast.bram.person)
    texts_too(cast.bram.person)
    assert [row["by"] for row in taken(cast).sections["harvest"]] == [["Aafke"]]
    say(cast.bram.person, "research", None, on=False)
    assert "harvest" not in taken(cast).sections


def test_nothing_crosses_organisations(cast: Cast) -> None:
    far = Community.objects.create(organisation=cast.elsewhere, name="Kring Ver")
    made = make_project(
        cast.organisation,
        name="Twee kringen",
        question="Wat helpt?",
        circles=[cast.community, far],
        by=cast.fatih.person,
    )
    assert [one.name for one in made.communities.all()] == ["Kring Noord"]


def test_whoever_did_research_until_yesterday_is_not_named(cast: Cast) -> None:
    project = ResearchProject.objects.get()
    assert researchers(project) == ["Gijs"]
    project.grants.update(until=timezone.localdate() - timedelta(1))
    assert researchers(project) == []


def test_harvest_goes_along_when_all_who_made_it_agree(cast: Cast) -> None:
    agree(cast.community)
    insight(cast, "Van de groep.")
    insight(cast, "Van Bram en Dewi.", cast.bram.person, cast.dewi.person)
    texts_too(cast.bram.person)
    assert [row["text"] for row in taken(cast).sections["harvest"]] == ["Van de groep."]
    texts_too(cast.dewi.person)
    [both] = [row for row in taken(cast).sections["harvest"] if row["by"]]
    assert both["by"] == ["Aafke", "Abel"]
    assert both["text"] in ("Van Aafke en Abel.", "Van Abel en Aafke.")


def test_days_are_shifted_by_whole_weeks_and_small_numbers_are_left_out(cast: Cast) -> None:
    agree(cast.community)
    scan(cast, 6)
    [meeting], [circle] = taken(cast).sections["meetings"], taken(cast).sections["circles"]
    assert meeting["on"] == timezone.localdate() - timedelta(days=21)
    assert (meeting["n"], circle["n"]) == (None, None)


def test_marked_texts_wait_for_a_reader(cast: Cast) -> None:
    agree(cast.community)
    made = insight(cast, "Chris belde Bram op 3 maart.")
    marks = ("[naam?]", "[dag?]")
    first = taken(cast)
    assert [one.text for one in first.doubts] == ["Chris [naam?] belde Aafke op 3 maart [dag?]."]
    assert len(left_over(first, marks)) == 1
    half = taken(cast, **{str(made.pk): "Iemand belde Aafke op 3 maart [dag?]."})
    assert len(left_over(half, marks)) == 1
    done = taken(cast, **{str(made.pk): "Iemand belde Bram in het voorjaar."})
    assert left_over(done, marks) == []
    assert done.sections["harvest"][0]["text"] == "Iemand belde Aafke in het voorjaar.", (
        "a real name is replaced again"
    )


def test_work_that_few_in_a_school_do_has_a_wider_name(cast: Cast) -> None:
    few = Widened(cast.community)
    roles = ("teacher", "principal", "hrm", "support", "external")
    assert [few.of(role) for role in roles] == ["colleague", "leaders", "staff", "colleague", "external"]
    for n in range(5):
        Person.objects.create_user(
            organisation=cast.organisation, school=cast.school, shown_name=f"Leraar {n}"
        )
    assert Widened(cast.community).of("teacher") == "teacher"
