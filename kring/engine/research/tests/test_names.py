"""Fictitious names: the check of roles.md 6, and what running text becomes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.people.actions import add_person
from kring.engine.people.erasing import erase_person
from kring.engine.people.models import Person
from kring.engine.research.models import ResearchProject
from kring.engine.research.names import NameKey
from kring.engine.research.projects import close_project, forget_name_keys


def member(cast: Cast, name: str) -> Person:
    person = add_person(cast.organisation, name=name, by=cast.fatih.person, school=cast.school)
    cast.community.memberships.create(person=person, role="member")
    return person


@pytest.fixture
def project(cast: Cast) -> ResearchProject:
    return ResearchProject.objects.get()


def test_the_worked_check(cast: Cast, project: ResearchProject) -> None:
    jan, aafke = member(cast, "Jan Smit"), member(cast, "Aafke de Wit")
    key = NameKey(project, "nl")
    assert (key.name("person", jan.pk), key.name("person", aafke.pk)) == ("Abel", "Ada"), "Aafke is skipped"
    assert key.text("Jan en ik belden Smit") == "Abel en ik belden Abel"
    assert key.text("Aafke de Wit zag JAN.") == "Ada zag Abel."


def test_names_stay_what_they_were_and_are_kept_sealed(cast: Cast, project: ResearchProject) -> None:
    key = NameKey(project, "nl")
    first = key.name("person", cast.bram.person.pk)
    key.save()
    project.refresh_from_db()
    assert (
        first == "Aafke"
        and first not in project.name_key
        and str(cast.bram.person.pk) not in project.name_key
    )
    again = NameKey(project, "nl")
    assert again.name("person", cast.amina.person.pk) == "Abel"
    assert again.name("person", cast.bram.person.pk) == first


def test_places_become_trees_and_the_organisation_a_group(cast: Cast, project: ResearchProject) -> None:
    key = NameKey(project, "nl")
    said = "In Kring Noord van DO, bij Team onderbouw van Scholengroep Noord, do ik wat ik kan."
    assert (
        key.text(said)
        == "In Kring Berk van School Berk, bij Team Berk van Scholengroep Noord, do ik wat ik kan."
    )


def test_addresses_numbers_and_links_go(project: ResearchProject) -> None:
    key = NameKey(project, "nl")
    said = "Mail bram@noord.example of bel 06-12345678, zie https://noord.example/les."
    assert key.text(said) == "Mail [e-mailadres] of bel [telefoonnummer], zie [link]"


def test_what_only_a_reader_can_tell_gets_a_mark(cast: Cast, project: ResearchProject) -> None:
    key = NameKey(project, "nl")
    assert key.text("Chris hielp op 3 maart.") == "Chris [naam?] hielp op 3 maart [dag?]."
    assert key.text("Op 12-3-2026 en rond half 3.") == "Op 12-3-2026 [dag?] en rond half 3."
    member(cast, "Bram Bos")
    twice = NameKey(project, "nl")
    assert twice.text("Bram was er.") == "Bram [naam?] was er.", "which of the two?"
    assert twice.text("Bos was er.").startswith("Aafke"), "a part that only one has is no question"


def test_a_guest_who_sat_there_gets_a_mark(cast: Cast, project: ResearchProject) -> None:
    assert NameKey(project, "nl").text("Emese vroeg door.") == "Emese vroeg door."
    cast.meeting(people=5)
    assert NameKey(project, "nl").text("Emese vroeg door.") == "Emese [naam?] vroeg door."


def test_after_sixty_four_people_there_are_numbers(project: ResearchProject) -> None:
    key = NameKey(project, "nl")
    names = [key.name("person", n) for n in range(66)]
    assert len(set(names)) == 66 and names[-1] == "Persoon 66"


def test_who_is_removed_stands_behind_no_name_any_more(
    cast: Cast, project: ResearchProject, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    key = NameKey(project, "nl")
    bram, pk = cast.bram.person, str(cast.bram.person.pk)
    key.name("person", pk)
    key.save()
    erase_person(bram)
    project.refresh_from_db()
    assert pk not in NameKey(project, "nl").dealt["person"]


def test_a_year_after_the_end_nobody_knows_who_was_who(cast: Cast, project: ResearchProject) -> None:
    key = NameKey(project, "nl")
    key.name("person", cast.bram.person.pk)
    key.save()
    project.refresh_from_db()
    assert forget_name_keys(timezone.now()) == 0, "it goes on"
    close_project(project, by=cast.fatih.person)
    assert forget_name_keys(timezone.now()) == 0
    assert forget_name_keys(timezone.now() + timedelta(days=1)) == 1
    project.refresh_from_db()
    assert project.name_key == ""
