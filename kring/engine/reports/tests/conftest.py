from pathlib import Path

import pytest

import kring
from kring.kit.words import Words, load_words

LOCALE = Path(kring.__file__).parent / "locale"


@pytest.fixture(scope="session")
def dutch() -> Words:
    return load_words(LOCALE, "nl")


@pytest.fixture(scope="session")
def english() -> Words:
    return load_words(LOCALE, "en")
