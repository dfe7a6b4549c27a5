"""Every content folder of the house: both languages say the same, and everything that counts has words."""

import re
from pathlib import Path

import pytest

from kring.engine.words import HOUSE, word_folders
from kring.kit.words import LANGUAGES, check_languages, load_facts, load_words

FOLDERS = word_folders()


def name(folder: Path) -> str:
    return str(folder.relative_to(HOUSE))


def ids_that_count(folder: Path, file: str) -> list[str]:
    """The ids of a list in a counting file; nothing for a file of another shape."""
    facts = load_facts(folder, file)
    if not isinstance(facts, list):
        return []
    return [one["id"] if isinstance(one, dict) else one for one in facts]


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_both_languages_say_the_same_things(folder):
    assert check_languages(folder) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_counts_has_words_in_the_same_order(folder, lang):
    words = load_words(folder, lang)
    for file in (path.stem for path in folder.glob("*.yaml") if (folder / lang / path.name).exists()):
        counting = ids_that_count(folder, file)
        assert [one for one in words.ids(file) if one in counting] == counting, file


def test_the_walk_meets_every_owner_of_words():
    walked = {name(folder) for folder in FOLDERS}
    assert {
        "content",
        "content/lifecycle",
        "tools/change_colours/content",
        "frames/transitions/content",
    } <= walked


GUIDES = [*HOUSE.parent.glob("*.md"), *HOUSE.parent.glob("docs/**/*.md"), *HOUSE.rglob("README.md")]


@pytest.mark.parametrize("guide", sorted(GUIDES), ids=lambda path: str(path.relative_to(HOUSE.parent)))
def test_links_in_the_guides_lead_somewhere(guide):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", guide.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (guide.parent / target).exists(), target
