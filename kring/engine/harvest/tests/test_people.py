"""Names as people type them, and whom they mean."""

from __future__ import annotations

import pytest

from kring.engine.harvest.people import labelled, layer_of, owners_of
from kring.engine.people.models import Person, School


def someone(name, school=""):
    return Person(shown_name=name, school=School(name=school) if school else None)


CLAIRE, EMESE = someone("Claire"), someone("Emese")
PEOPLE = {"Claire": CLAIRE, "Emese": EMESE}


@pytest.mark.parametrize(
    ("typed", "people", "rest"),
    [
        ("", [], ""),
        ("claire", [CLAIRE], ""),
        ("Claire en Emese", [CLAIRE, EMESE], ""),
        ("Emese,  claire", [EMESE, CLAIRE], ""),
        ("Claire & Claire", [CLAIRE], ""),
        ("Claire, de roostermaker", [CLAIRE], "de roostermaker"),
        ("Henk  en Ingrid", [], "Henk en Ingrid"),
    ],
)
def test_typed_names_become_people(typed, people, rest):
    assert owners_of(typed, PEOPLE) == (people, rest)


def test_a_name_with_a_comma_is_found_whole():
    both = labelled([someone("Jan, de oude")])
    assert owners_of("jan, de oude", both)[0] == list(both.values())


def test_people_with_one_name_have_their_school_behind_it():
    found = labelled([someone("Jan", "DO"), someone("Jan", "DW"), someone("Jan", "DO"), someone("Piet")])
    assert list(found) == ["Jan (DO)", "Jan (DW)", "Jan (DO) 3", "Piet"]
    assert owners_of("Jan", found) == ([], "Jan")


@pytest.mark.parametrize(
    ("role", "layer"),
    [("teacher", "frontline"), ("principal", "leading"), ("parent", "outside"), ("nobody", "outside")],
)
def test_every_role_speaks_from_a_layer(role, layer):
    assert layer_of(role) == layer
