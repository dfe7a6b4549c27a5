"""How the opening looks on every face, and what the report says of it."""

from __future__ import annotations

import pytest
from django.template import loader
from django.utils import translation

from kring.engine.words import of_tool
from kring.pages.house.faces import look
from kring.tests.faces import problems
from kring.tests.room import Room, ident
from kring.tools.opening import checks
from kring.tools.opening.report import report
from kring.tools.opening.tests.test_opening import WHY, opened, said, thing
from kring.tools.opening.tool import TOOL


def room():
    """Five robots; the first three have something open, one thing is free, one agreement is asked."""
    made = Room(TOOL, 5)
    things = [thing(ident(50 + n), owner_text=f"Robot {n + 1}", due="2026-03-10") for n in range(3)]
    things += [thing(ident(60)), thing(ident(61), "agreement", asked=True, answered=[])]
    things += [thing(ident(62), "agreement", asked=False, answered=[])]
    made.activity.settings |= opened(*things)
    for seat, payload in enumerate(
        ({"what": "did"}, {"what": "not_yet", "due": "2026-04-01"}, {"what": "let_go", "note": WHY})
    ):
        kept = checks.item(ident(50 + seat), payload, made.activity.settings)
        made.activity.ledger.add(said(seat, ident(1000 + seat), ident(50 + seat), kept))
    return made


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("face", ["phone", "board", "facilitator"])
def test_every_face_shows_what_is_open(lang, face):
    with translation.override(lang):
        html = loader.get_template(f"opening/faces/{face}.html").render(look(room().state, face, lang))
    assert problems(html) == []
    assert html.count("Iets (") == (4 if face == "facilitator" else 6)
    assert of_tool("opening", lang).text("answers", "let_go") in html


def test_a_phone_knows_its_own_and_no_account_of_anybody():
    html = loader.get_template("opening/faces/phone.html").render(look(room().state, "phone", "nl"))
    assert f'data-seats="{ident(1000)}"' in html and 'data-seats=""' in html
    assert 'name="what" value="take"' in html


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_report_tells_what_was_said_and_names_nobody(lang):
    made = room()
    words = of_tool("opening", lang)
    told = repr(report(made.activity.settings, made.shown(), words))
    assert WHY in told and words.text("words", "let_go_counts") in told and "Robot" not in told
    assert report({}, Room(TOOL, 2).shown(), words) == []
