"""Every row for every role, the outsider and the guest included."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import timezone

from kring.conftest import Cast, Gathering
from kring.engine.meetings.leading import hand_over
from kring.engine.meetings.models import Meeting, Seat, Voice
from kring.engine.people.models import Consent, Membership, Person
from kring.engine.rights import BY_INVITATION, codes, matrix, may

EXAMPLES = Path(__file__).parent / "examples"
WRITTEN_OUT = yaml.safe_load((EXAMPLES / "permission_matrix.yaml").read_text(encoding="utf-8"))
ROLES = WRITTEN_OUT["roles"]
ROWS = {
    tuple(name.split()): dict(zip(ROLES, cells, strict=True)) for name, cells in WRITTEN_OUT["rows"].items()
}
OWN = {("account", "manage"), ("own_data", "export"), ("audit_log", "view")}
FAVOURABLE = {"consent": True, "granted": True, "visibility": "school", "n": 5, "communities": 5}


class Stage:
    """One meeting of Kring Noord with one actor for every role, who holds that role and nothing else."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        for name in ("amina", "els", "fatih", "iris"):
            Person.objects.filter(pk=cast[name].person.pk).update(school=None)
            cast[name].person.refresh_from_db()
        self.gathering: Gathering = cast.meeting(people=1)
        self.activity = self.gathering.activity
        guest = self.gathering.seats[0]
        voice = Voice.objects.filter(activity=self.activity).first()
        people = {"ME": "bram", "FA": "amina", "CF": "dewi", "RE": "gijs", "SL": "els", "BO": "hanna"}
        people |= {"HR": "iris", "IT": "fatih"}
        self.actors: dict[str, Any] = {code: cast[name].person for code, name in people.items()}
        self.actors |= {"GU": guest, "VO": voice}

    def where(self, row: tuple[str, str], code: str) -> Any:
        """The scope in which the object of this row stands."""
        if row in OWN:
            actor = self.actors[code]
            return actor if isinstance(actor, Person) else self.activity
        if row[0] == "role_assignment_school":
            return self.cast.organisation
        if row == ("community", "create"):
            return self.cast.school
        return self.activity

    def research_is_agreed(self) -> None:
        for row in self.cast.community.memberships.members():
            Consent.objects.create(person=row.person, about="research", community=self.cast.community)
        Consent.objects.create(person=self.cast.bram.person, about="research")


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return Stage(cast)


def scenes(
    stage: Stage, row: tuple[str, str], code: str, cell: str
) -> list[tuple[str, bool, dict[str, Any]]]:
    """What to try for one cell: a name, what must come out, and what is known about the object."""
    me, other = stage.actors[code], stage.cast.joost.person
    match cell:
        case "S" if row[0] in BY_INVITATION:
            return [("asked for", True, {"granted": True}), ("not asked for", False, {"consent": True})]
        case "A" if row[0] == "hesitance_state_count":
            return [
                ("five circles", True, {"n": 5, "communities": 5}),
                ("four circles", False, {"n": 50, "communities": 4}),
                ("four people", False, {"n": 4, "communities": 5}),
            ]
        case "-":
            return [("never", False, {**FAVOURABLE, "owner": me, "author": stage.cast.bram.person})]
        case "Y":
            return [("plainly", True, {})]
        case "O":
            return [
                ("own", True, {"owner": me}),
                ("somebody else's", False, {**FAVOURABLE, "owner": other}),
                ("nobody's", False, FAVOURABLE),
            ]
        case "A" if code in ("ME", "FA"):
            return [("five people", True, {"n": 5}), ("four people", False, {"n": 4})]
        case "A":
            return [
                ("five people, three circles", True, {"n": 5, "communities": 3}),
                ("four people", False, {"n": 4, "communities": 3}),
                ("two circles", False, {"n": 50, "communities": 2}),
            ]
        case "V":
            return [
                ("visible to the school", True, {"visibility": "school"}),
                ("visible to the circle", False, {"visibility": "circle", "consent": True, "granted": True}),
            ]
        case "C" if code == "RE":
            return [("with consent", True, {"author": stage.cast.bram.person})]
        case "C":
            return [("agreed", True, {"consent": True}), ("not agreed", False, {"granted": True})]
        case "S" if code in ("CF", "GU", "VO"):
            return [("inside", True, {})]
        case "S" if code == "ME":
            return [("does not lead", False, {**FAVOURABLE})]
        case "S":
            return [("granted", True, {"granted": True}), ("not granted", False, {"consent": True})]
    raise AssertionError(f"no scene for {cell}")


@pytest.mark.parametrize("code", ROLES)
def test_every_row_for_every_role(stage: Stage, code: str) -> None:
    stage.research_is_agreed()
    wrong = []
    for row, cells in ROWS.items():
        for name, expected, about in scenes(stage, row, code, cells[code]):
            if may(stage.actors[code], *row, stage.where(row, code), **about) != expected:
                wrong.append(f"{code} {' '.join(row)}, {name}: should be {expected}")
    assert wrong == []


def test_what_is_written_twice_is_the_same() -> None:
    known = {row: {code: cells.get(code, "-") for code in ROLES} for row, cells in matrix().items()}
    assert known == ROWS


def test_the_whole_matrix_names_known_roles_and_values_only() -> None:
    assert list(codes()) == ROLES
    assert {cell for row in matrix().values() for cell in row.values()} <= set("YOACSV")


def test_outsiders_get_nowhere_in_the_whole_matrix(stage: Stage) -> None:
    """Somebody unknown, somebody from another organisation, somebody from another school, a chair elsewhere."""
    elsewhere = stage.cast.meeting(people=1, community=stage.cast.other_community, by="chris")
    chair, paper = elsewhere.seats[0], Voice.objects.filter(activity=elsewhere.activity).first()
    outsiders = [None, stage.cast.zara.person, stage.cast.joost.person, chair, paper]
    doors = [
        (str(who), *row)
        for who in outsiders
        for row in matrix()
        if may(who, *row, stage.activity, **FAVOURABLE)
    ]
    assert doors == []


def test_another_circle_in_the_school_sees_the_card_and_what_is_shared(stage: Stage) -> None:
    chris, community = stage.cast.chris.person, stage.cast.community
    open_doors = {row for row in ROWS if row not in OWN and may(chris, *row, community)}
    of_the_school = {("policy_calendar", "view"), ("source_node", "create")}
    of_the_school |= {("checklist_school", "view"), ("checklist_school", "confirm")}
    assert open_doors == {("community_card", "view"), ("community", "create")} | of_the_school
    shared = {row for row in ROWS if may(chris, *row, community, visibility="school")} - open_doors
    assert shared and all(action == "view" for _, action in shared)


def test_what_is_not_in_the_matrix_is_never_allowed(stage: Stage) -> None:
    amina = stage.cast.amina.person
    assert not may(amina, "diary", "view", stage.activity, **FAVOURABLE)
    assert not may(amina, "insight", "burn", stage.activity, **FAVOURABLE)


def test_research_needs_every_member_and_the_author(stage: Stage) -> None:
    gijs, bram = stage.actors["RE"], stage.cast.bram.person
    assert not may(gijs, "tool_result", "view", stage.activity)
    community = Consent.objects.create(person=bram, about="research", community=stage.cast.community)
    assert may(gijs, "tool_result", "view", stage.activity)
    assert not may(gijs, "contribution_named", "view", stage.activity, author=bram)
    assert not may(gijs, "contribution_named", "view", stage.activity)
    Consent.objects.create(person=bram, about="research")
    assert may(gijs, "contribution_named", "view", stage.activity, author=bram)
    community.withdrawn_on = timezone.now()
    community.save()
    assert not may(gijs, "tool_result", "view", stage.activity)


def test_a_member_who_leads_may_what_leading_needs(stage: Stage) -> None:
    bram = stage.cast.bram.person
    seat = stage.gathering.sit_down("Bram", person=bram)
    led = [row for row, cells in ROWS.items() if cells["ME"] == "S" and row[0] not in BY_INVITATION]
    assert led and not any(may(bram, *row, stage.activity) for row in led)
    hand_over(stage.gathering.meeting, seat)
    assert all(may(bram, *row, stage.activity) for row in led)
    assert not any(may(bram, *row, stage.cast.community) for row in led)


def test_a_guest_is_gone_the_day_after(stage: Stage) -> None:
    guest, meeting = stage.actors["GU"], stage.gathering.meeting
    stage.gathering.close()
    assert may(guest, "meeting", "view", meeting)
    assert not may(guest, "meeting", "view", meeting, today=timezone.localdate() + timedelta(days=1))
    Meeting.objects.filter(pk=meeting.pk).update(closed_at=timezone.now() - timedelta(days=1))
    assert not may(Seat.objects.get(pk=guest.pk), "meeting", "view", Meeting.objects.get(pk=meeting.pk))


def test_a_voice_ends_with_its_activity(stage: Stage) -> None:
    voice = stage.actors["VO"]
    assert may(voice, "contribution_anonymous", "create", stage.activity)
    stage.activity.status = "closed"
    assert not may(voice, "contribution_anonymous", "create", stage.activity)


def test_a_critical_friend_without_an_end_date_sees_nothing(stage: Stage) -> None:
    Membership.objects.filter(person=stage.cast.dewi.person).update(until=None)
    assert not may(stage.cast.dewi.person, "meeting", "view", stage.activity)


@pytest.mark.parametrize("status", ["invited", "left"])
def test_only_an_active_membership_counts(stage: Stage, status: str) -> None:
    Membership.objects.filter(person=stage.cast.bram.person).update(status=status)
    assert not may(stage.cast.bram.person, "meeting", "view", stage.activity)


def test_a_right_ends_on_its_date(stage: Stage) -> None:
    fatih, organisation = stage.cast.fatih.person, stage.cast.organisation
    grant = fatih.grants.get()
    grant.until = timezone.localdate()
    grant.save()
    assert may(fatih, "role_assignment_school", "manage", organisation)
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert not may(fatih, "role_assignment_school", "manage", organisation, today=tomorrow)


def test_somebody_who_left_has_no_rights(stage: Stage) -> None:
    amina = stage.cast.amina.person
    amina.state = "left"
    assert not may(amina, "meeting", "view", stage.activity)


def test_who_leads_the_team_guides_it_only_when_every_member_agrees(stage: Stage) -> None:
    """NV-6: one withdrawal is enough to end it."""
    cast = stage.cast
    cast.grant("amina", "school_lead", school=cast.school)
    assert not may(cast.amina.person, "community", "edit_settings", cast.community)
    yes = Consent.objects.create(
        person=cast.bram.person, about="co.facilitator_leads", community=cast.community
    )
    assert may(cast.amina.person, "community", "edit_settings", cast.community)
    yes.withdrawn_on = timezone.now()
    yes.save()
    assert not may(cast.amina.person, "community", "edit_settings", cast.community)


def test_a_team_leader_sees_the_card_of_circles_in_the_team_only(stage: Stage) -> None:
    cast = stage.cast
    cast.grant("joost", "school_lead", team=cast.team)
    assert may(cast.joost.person, "community_card", "view", cast.community)
    assert not may(cast.joost.person, "community_card", "view", cast.other_community)


def test_a_closed_circle_never_opens_to_the_school(stage: Stage) -> None:
    cast = stage.cast
    assert may(cast.bram.person, "insight", "set_visibility_school", cast.community, consent=True)
    cast.community.confidentiality = "closed"
    assert not may(cast.bram.person, "insight", "set_visibility_school", cast.community, consent=True)
