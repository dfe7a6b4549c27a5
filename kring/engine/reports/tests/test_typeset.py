from unicodedata import category

from kring.engine.reports.pdf import pdf
from kring.engine.reports.tests.paper import fonts
from kring.engine.reports.typeset import FONTS, breakable, plainest, printable
from kring.kit.document import Document, Items


def test_every_letter_on_the_list_can_be_set(dutch):
    ranges = [line.split("-") for line in (FONTS / "coverage.txt").read_text().split()]
    listed = [chr(code) for first, last in ranges for code in range(int(first, 16), int(last, 16) + 1)]
    letters = [one for one in listed if category(one)[0] != "M" and printable(one)]
    assert "".join(map(printable, letters)) == "".join(letters)
    lines = [" ".join(letters[i : i + 64]) for i in range(0, len(letters), 64)]
    made = pdf(Document("All", "en", blocks=[Items(lines)]), dutch)
    # Were one of them without a shape, everything but European letters would have been left out.
    assert {"KringSigns-Regular", "DejaVuSansMono"} <= fonts(made)


def test_letters_without_a_shape_become_a_frame():
    assert printable("a你b") == "a▯b"
    assert printable("\ud800\ue000\x07") == "▯▯▯"
    assert printable("tab\there\r\nline") == "tab here\nline"


def test_unseen_marks_disappear():
    assert printable("👩\u200d🏫👍🏽❤\ufe0f") == "👩🏫👍❤"
    assert printable("a\u202eb\u2066c") == "abc"


def test_marks_and_letters_are_joined():
    assert printable("e\u0301") == "é"


def test_the_plainest_letters_keep_dutch_readable():
    assert plainest("Reünie: ‘één’ – 5 €\n😀") == "Reünie: ‘één’ – 5 €\n▯"


def test_only_words_that_are_too_long_may_break_anywhere():
    assert breakable("verantwoordelijkheidsgevoel " * 2) == "verantwoordelijkheidsgevoel " * 2
    assert breakable("x" * 40).replace("\u200b", "") == "x" * 40
    assert max(map(len, breakable("x" * 40).split("\u200b"))) == 12
