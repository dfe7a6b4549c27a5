"""One word in its forms, in two languages, however it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.kit.stems import LONGEST, stems_in, stems_of, words_in

ALIKE = """
toets toetsen | leerling leerlingen | les lessen | leraar leraren | vraag vragen | idee ideeën | groep groepen
afspraak afspraken | actie acties | foto foto's | foto foto’s | klas klassen | collega collega's | school scholen
leren geleerd | werken gewerkt | oefening oefeningen | kaartje kaartjes | categorie categorieën | categorie categorieen
test tests | testing tested | pupil pupils | lesson lessons | agree agreed | study studies | student's students
coördinator COORDINATOR | Één een | café cafe | שלום שלום | مُحَمَّد محمد | ſtap stap | ﬁets fiets
"""
UNLIKE = "toets test | les leren | vraag antwoord | school klas | actie afspraak | pupil people | idee ideaal"


def pairs(text: str) -> list[list[str]]:
    return [pair.split() for line in text.strip().splitlines() for pair in line.split("|")]


def alike(one: str, other: str) -> bool:
    return any(stems_of(a) & stems_of(b) for a in words_in(one) for b in words_in(other))


@pytest.mark.parametrize(("one", "other"), pairs(ALIKE))
def test_forms_of_one_word_are_alike(one: str, other: str) -> None:
    assert alike(one, other) and alike(other.upper(), one)


@pytest.mark.parametrize(("one", "other"), pairs(UNLIKE))
def test_other_words_are_not(one: str, other: str) -> None:
    assert not alike(one, other)


def test_signs_emoji_and_lines_are_no_words() -> None:
    assert words_in("😀 — … !? ___ <> \x00") == []
    assert words_in("<b>Rondje_waarom</b>") == ["b", "rondje", "waarom", "b"]


@given(st.text(max_size=300))
def test_any_text_has_stems_and_finds_itself(text: str) -> None:
    found = stems_in(text)
    assert all(stem and " " not in stem for stem in found)
    for word in words_in(text):
        assert stems_of(word) <= set(found) and len(word) <= LONGEST
