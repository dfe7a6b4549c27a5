"""Scenes of the wall: opened on the computer of the beamer, where nobody signs in."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from kring.engine.live.hub import Hub
from kring.engine.live.pace import Pace
from kring.engine.meetings.actions import contribute, reveal, whole
from kring.engine.meetings.course import AgendaItem, close_meeting, go_to
from kring.pages.facilitate.tests.test_lead import PICK, chosen
from kring.pages.house.drawing import Easel, render


def wall(cast, gathering, more=""):
    """The board as a browser without an account gets it."""
    return cast.stranger().get(f"/b/{gathering.meeting.board_token}/{more}")


def ours(response):
    page = response.content.decode()
    return page[page.index("<kr-live") : page.index("</kr-live>")].partition(">")[2]


def test_nobody_signs_in_and_a_guessed_address_is_nothing(cast):
    gathering = cast.meeting()
    assert wall(cast, gathering).status_code == 200
    assert cast.stranger().get("/b/guessed/").status_code == 404
    assert cast.stranger().get(f"/b/{gathering.meeting.join_token}/").status_code == 404


def test_before_the_beginning(cast):
    page = wall(cast, cast.meeting(opened=False)).content.decode()
    assert "Hoe pakken we de nieuwe lestijden aan?" in page
    assert re.search(r"Begint om \d\d\.\d\d uur", page)


def test_the_way_in_and_who_came_in(cast):
    gathering = cast.meeting(people=3)
    page = wall(cast, gathering).content.decode()
    code = gathering.meeting.code
    assert f"{code[:3]}-{code[3:]}" in page
    assert f"/j/{gathering.meeting.join_token}/" in page
    assert "Je hebt geen account nodig." in page
    assert all(name in page for name in ("Aart", "Bert", "Claire"))


def test_a_full_room_is_counted_not_named(cast):
    page = wall(cast, cast.meeting(people=25)).content.decode()
    assert "<b>25</b>" in page
    assert "Claire" not in page


def test_until_something_was_written_the_wall_says_what_to_do(cast):
    gathering = cast.meeting(people=1, settings=PICK)
    go_to(gathering.meeting, "scenarios")
    question = '<h1 class="question">Ga in een hoek staan'
    assert question in ours(wall(cast, gathering))
    said = {
        "uuid": str(uuid4()),
        "step": "scenarios",
        "kind": "cc.scenario",
        "key": "red.who",
        "payload": {"text": "Wij"},
    }
    contribute(gathering.activity, "named", str(gathering.seats[0].pk), said)
    assert question not in ours(wall(cast, gathering))


def test_the_way_in_stays_in_the_corner(cast):
    gathering = cast.meeting(people=2, settings=PICK)
    code = gathering.meeting.code
    for step in ("meet", "pick", "own", "picture"):
        go_to(gathering.meeting, step)
        page = wall(cast, gathering).content.decode()
        corner = page[page.index('class="corner"') :]
        assert f"{code[:3]}-{code[3:]}" in corner
        assert f"/j/{gathering.meeting.join_token}/" in corner


def test_progress_until_the_picture_is_there(cast):
    gathering = cast.meeting(people=5, settings=PICK)
    go_to(gathering.meeting, "pick")
    assert "van 5 klaar" in wall(cast, gathering).content.decode()
    chosen(gathering, 5)
    go_to(gathering.meeting, "situation")
    assert "van 5 klaar" in wall(cast, gathering).content.decode()
    go_to(gathering.meeting, "picture")
    reveal(gathering.activity, "picture", "", by="Amina")
    page = wall(cast, gathering).content.decode()
    assert "klaar" not in ours(wall(cast, gathering))
    assert 'class="picture"' in page


def test_after_the_end_the_code_is_gone(cast):
    gathering = cast.meeting()
    code = gathering.meeting.code
    close_meeting(gathering.meeting)
    page = wall(cast, gathering).content.decode()
    assert "Dank je wel" in page
    assert f"{code[:3]}-{code[3:]}" not in page
    assert gathering.meeting.join_token not in page


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    "step", ["join", "meet", "pick", "own", "picture", "situation", "strategy", "harvest"]
)
def test_the_page_shows_what_the_live_lane_shows(cast, step, lang):
    gathering = cast.meeting(people=3, settings=PICK)
    go_to(gathering.meeting, step)
    state = whole(gathering.meeting.pk)
    page = ours(wall(cast, gathering, f"?lang={lang}"))
    # What GET /api/v1/boards/<token>/ours answers is the html of the hub's audience.
    assert page == Hub(state, Easel, Pace()).audience("board", lang).html
    assert page == render(state, "board", lang).html


@pytest.mark.parametrize("status", ["planned", "open", "closed"])
def test_never_a_menu(cast, status):
    gathering = cast.meeting(opened=status != "planned", people=1 if status != "planned" else 0)
    if status == "closed":
        gathering.close()
    page = ours(wall(cast, gathering))
    assert not re.search(r"<(a|form|button|input|select|nav)\b", page)


def test_the_wall_speaks_the_language_of_the_meeting(cast):
    gathering = cast.meeting(opened=False)
    gathering.meeting.language = "en"
    gathering.meeting.save()
    answer = wall(cast, gathering)
    assert "Begins at" in answer.content.decode()
    assert '<html lang="en"' in answer.content.decode()
    assert answer.headers["Content-Language"] == "en"


def test_markup_in_names_and_title_stays_text(cast):
    gathering = cast.meeting(title="<b>vet</b>")
    gathering.sit_down("<script>alert(1)</script>")
    page = wall(cast, gathering).content.decode()
    assert "<b>vet" not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_address_of_the_wall_goes_to_nobody_else(cast):
    answer = wall(cast, cast.meeting())
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("n", [1, 3])
def test_the_wall_asks_the_same_for_one_and_for_three(cast, n, django_assert_num_queries):
    gathering = cast.meeting(people=n, agenda=[AgendaItem("change_colours")] * n)
    browser = cast.stranger()
    with django_assert_num_queries(19):
        browser.get(f"/b/{gathering.meeting.board_token}/")
