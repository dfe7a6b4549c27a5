"""Scenes of a translator at work: what Kring says, and what it answers when a file is broken."""

from pathlib import Path

import pytest

from kring.kit.words import BrokenWords, check_languages, load_facts, load_words

DUTCH = """\
welcome: Dag {name}, je bent de {n}e.
no: nee
agree5:
  text: [Klopt niet, Klopt]
  unknown: Weet ik niet
cc.t1:
  stem: Een verandering begint goed als…
  red: mensen er zin in krijgen.
"""
ENGLISH = """\
welcome: Hello {name}, you are number {n}.
no: no
agree5:
  text: [Not true, True]
  unknown: I don't know
cc.t1:
  stem: A change gets off to a good start when…
  red: people start to feel like it.
"""


@pytest.fixture
def desk(tmp_path):
    """A content folder with the same words in both languages; returns a writer of one file."""

    def write(lang: str, text: str, file: str = "hall") -> Path:
        (tmp_path / lang).mkdir(exist_ok=True)
        (tmp_path / lang / f"{file}.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    write("nl", DUTCH)
    write("en", ENGLISH)
    return write


@pytest.fixture
def folder(desk, tmp_path):
    return tmp_path


def test_each_language_says_its_own_words_in_the_order_of_the_file(folder):
    nl, en = load_words(folder, "nl"), load_words(folder, "en")
    assert nl.text("hall", "welcome", name="Amina", n=3) == "Dag Amina, je bent de 3e."
    assert en.text("hall", "welcome", name="Amina", n=3) == "Hello Amina, you are number 3."
    assert nl.ids("hall") == ["welcome", "no", "agree5", "cc.t1"]
    assert (nl.lang, en.lang) == ("nl", "en")


def test_no_stays_a_word(folder):
    assert load_words(folder, "en").text("hall", "no") == "no"


def test_a_thing_with_fields_has_its_plain_words_under_text(folder):
    words = load_words(folder, "nl")
    assert words.lines("hall", "agree5") == ["Klopt niet", "Klopt"]
    assert words.text("hall", "agree5", "unknown") == words.text("hall", "agree5", field="unknown")
    assert words.text("hall", "cc.t1", "red") == "mensen er zin in krijgen."


def test_has_tells_texts_and_lines_apart_from_what_is_not_there(folder):
    words = load_words(folder, "nl")
    assert words.has("hall", "welcome") and words.has("hall", "agree5") and words.has("hall", "cc.t1", "red")
    assert not words.has("hall", "cc.t1") and not words.has("hall", "agree5", "red")
    assert not words.has("hall", "goodbye") and not words.has("garden", "welcome")


@pytest.mark.parametrize(
    "name",
    ["{n}", "{0.__class__}", "{name!r:>9}", "50 %", "Noa\u200d", "שלום", "سلام {n}", "<b>Bram</b>", "\\1"],
)
def test_a_value_is_put_in_as_it_is(folder, name):
    assert load_words(folder, "nl").text("hall", "welcome", name=name, n=3) == f"Dag {name}, je bent de 3e."


def test_a_blank_without_a_value_names_file_id_and_language(folder):
    with pytest.raises(KeyError) as missed:
        load_words(folder, "nl").text("hall", "welcome", name="Amina")
    assert all(word in str(missed.value) for word in ("hall.yaml", "welcome", "(nl)", "{n}"))


@pytest.mark.parametrize(
    "ask",
    [
        lambda words: words.text("hall", "goodbye"),
        lambda words: words.text("garden", "welcome"),
        lambda words: words.text("hall", "cc.t1", "purple"),
        lambda words: words.text("hall", "agree5"),
        lambda words: words.lines("hall", "welcome"),
        lambda words: words.ids("garden"),
    ],
)
def test_unknown_words_are_never_an_empty_text(folder, ask):
    with pytest.raises(KeyError, match=r"\(en\)"):
        ask(load_words(folder, "en"))


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: goed\nb: 'niet af", 2, "cannot be read"),
        ("a: goed\nb: dit: niet", 2, "cannot be read"),
        ("a: een\nb: twee\na: drie", 3, "twice"),
        ("a:\n  stem: een\n  stem: twee", 3, "twice"),
        ("a: goed\nb:\n", 2, "should be a text"),
        ("a:\n  - een\n  - {nl: twee}", 3, "should be a text"),
        ("- een\n- twee", 1, "id: text"),
        ("? [a, b]\n: goed", 1, "one word"),
        ("a: goed\nb: dag { name }", 2, "brace"),
    ],
)
def test_a_broken_file_is_named_with_line_and_remedy(desk, text, line, says):
    folder = desk("nl", text)
    with pytest.raises(BrokenWords, match=says) as broken:
        load_words(folder, "nl")
    assert broken.value.line == line
    assert broken.value.file == str(folder / "nl" / "hall.yaml")
    assert str(broken.value).startswith(f"{broken.value.file}, line {line}: ")


def test_a_file_in_another_encoding_is_said_so(desk):
    folder = desk("nl", DUTCH)
    (folder / "nl" / "hall.yaml").write_bytes("welcome: één".encode("latin-1"))
    with pytest.raises(BrokenWords, match="UTF-8"):
        load_words(folder, "nl")


@pytest.mark.parametrize(
    ("lang", "change", "says"),
    [
        ("en", ("no: no\n", ""), "no does not exist in en"),
        ("nl", ("no: nee\n", ""), "no does not exist in nl"),
        ("nl", ("  red: mensen er zin in krijgen.\n", ""), "cc.t1 > red does not exist in nl"),
        ("en", ("{n}", "{number}"), "welcome has other blanks"),
        ("en", ("[Not true, True]", "[Not true]"), "another number of lines"),
    ],
)
def test_languages_that_say_different_things_are_refused(desk, lang, change, says):
    folder = desk(lang, {"nl": DUTCH, "en": ENGLISH}[lang].replace(*change))
    assert any(says in difference for difference in check_languages(folder))
    with pytest.raises(BrokenWords):
        load_words(folder, "nl")


def test_a_file_in_one_language_only_is_refused(desk):
    folder = desk("nl", "tea: thee", file="kitchen")
    assert [difference.split(",")[0] for difference in check_languages(folder)] == [
        str(folder / "en" / "kitchen.yaml")
    ]


def test_a_language_without_a_folder_is_refused(tmp_path):
    with pytest.raises(BrokenWords, match="nl and en"):
        load_words(tmp_path, "nl")


def test_equal_folders_have_no_differences(folder):
    assert check_languages(folder) == []


def test_a_repaired_file_is_read_again(desk, folder):
    assert load_words(folder, "nl").text("hall", "no") == "nee"
    desk("nl", DUTCH.replace("no: nee", "no: niet"))
    assert load_words(folder, "nl").text("hall", "no") == "niet"


def test_what_counts_is_read_with_its_types(tmp_path):
    (tmp_path / "items.yaml").write_text("- {id: s1, turned: true, forms: [full, short], weight: 2}\n")
    assert load_facts(tmp_path, "items") == [
        {"id": "s1", "turned": True, "forms": ["full", "short"], "weight": 2}
    ]


def test_what_counts_may_not_count_twice(tmp_path):
    (tmp_path / "items.yaml").write_text("- {id: s1}\n- {id: s2}\n- {id: s1}\n")
    with pytest.raises(BrokenWords, match="twice") as broken:
        load_facts(tmp_path, "items")
    assert broken.value.line == 3


def test_what_counts_must_exist(tmp_path):
    with pytest.raises(BrokenWords, match="missing"):
        load_facts(tmp_path, "items")
