import pytest

from kring.engine.reports.poster import join_sheet
from kring.engine.reports.qr import qr_svg
from kring.engine.reports.tests.paper import opened, tags, text_of

QR = qr_svg("https://kring.example/mee/abcdefgh")


@pytest.mark.parametrize(
    "title", ["Studiedag", "Een heel lange titel " * 50, "x" * 500, "", "# *nee* 你好 😀"]
)
def test_the_sheet_for_on_the_door_is_one_sheet(dutch, title):
    made = join_sheet(title, "482-1907", "kring.example/mee", QR, dutch)
    assert len(opened(made).pages) == 1
    assert "482-1907" in text_of(made)
    assert "kring.example/mee" in text_of(made)


def test_the_code_is_described_for_who_cannot_see_it(english):
    made = join_sheet("Study day", "482-1907", "kring.example/join", QR, english)
    (figure,) = [tag for tag in tags(made) if tag["/S"] == "/Figure"]
    assert figure["/Alt"] == "QR code to join in. The address is kring.example/join."
    assert opened(made).metadata.title == "Join in: Study day"
    assert opened(made).root_object["/Lang"] == "en"
