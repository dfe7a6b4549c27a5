"""People who answer when it suits them, and a name that goes without any script."""

from __future__ import annotations

import re

from kring.conftest import Cast
from kring.engine.meetings.actions import contribute
from kring.engine.meetings.course import go_to
from kring.tests.faces import problems

STEPS = ["join", "meet", "test", "own", "picture", "situation", "weigh", "strategy", "buddies", "harvest"]
PICKS = {"form": "self_pick", "allow_names": True, "steps": STEPS}


def ours(html: str) -> str:
    """What everybody sees on the phone."""
    return html[html.index('<div class="ours') : html.index("</kr-live>")]


def test_in_your_own_time_every_question_stands_below_the_other(cast: Cast) -> None:
    gathering = cast.meeting(people=1, settings=PICKS, kind="async")
    page = ours(gathering.phone(0).get(f"/m/{gathering.meeting.pk}/").content.decode())
    assert problems(page) == []
    asked = set(re.findall(r'data-step="(\w+)" data-kind="cc\.(\w+)"', page))
    assert {("pick", "pick"), ("situation", "situation"), ("weigh", "weigh"), ("strategy", "phase")} <= asked
    assert page.count('<details class="own-time"') == len(STEPS)
    assert page.count("<kr-own") == 1


def test_a_name_is_taken_back_without_script(cast: Cast) -> None:
    gathering = cast.meeting(people=2, settings=PICKS)
    go_to(gathering.meeting, "own")
    for seat in gathering.seats:
        envelope = {"uuid": str(seat.pk), "step": "own", "kind": "cc.named", "key": ""}
        contribute(
            gathering.activity,
            "named",
            str(seat.pk),
            envelope | {"payload": {"think": ["red"], "do": ["blue"]}},
        )
    phone, place = gathering.phone(0), f"/m/{gathering.meeting.pk}/"
    form = re.search(
        r'<form method="post" action="([^"]+erasure/)"[^>]*>.*?value="(cc\.named[^"]*)"',
        phone.get(place).content.decode(),
    )
    assert form is not None
    answer = phone.post(form[1], {"kinds": form[2]})
    assert answer.headers["Location"] == f"{place}?said"
    left = gathering.activity.named.filter(kind="cc.named").values_list("seat_id", flat=True)
    assert list(left) == [gathering.seats[1].pk]


def test_only_what_may_go_goes(cast: Cast) -> None:
    gathering = cast.meeting(people=1, settings=PICKS)
    go_to(gathering.meeting, "strategy")
    phase = {"position": 1, "colour": "red", "title": "Samen beginnen"}
    key = "5f0f2a52-5b0e-4a9f-8f5e-3d1a1c0b8a01"
    envelope = {"uuid": key, "step": "strategy", "kind": "cc.phase", "key": key, "payload": phase}
    contribute(gathering.activity, "named", str(gathering.seats[0].pk), envelope)
    answer = gathering.phone(0).post(f"/m/{gathering.meeting.pk}/erasure/", {"kinds": "cc.phase"})
    assert answer.status_code == 409
    assert gathering.activity.named.count() == 1


def test_without_script_what_is_mine_stands_on_the_page_once_and_with_script_not_at_all(cast: Cast) -> None:
    gathering = cast.meeting("carousel", people=3, settings={"change": 2})
    for seat in gathering.seats:
        said = {"uuid": str(seat.pk), "step": "prepare", "kind": "cr.join", "key": "", "payload": {}}
        contribute(gathering.activity, "named", str(seat.pk), said)
    go_to(gathering.meeting, "opening")
    page = gathering.phone(0).get(f"/m/{gathering.meeting.pk}/").content.decode()
    rest = page[page.index("</kr-live>") :]
    assert rest.count("<noscript>") == rest.count("</noscript>") == 1
    mine = re.search(r"<noscript>.*?</noscript>", rest, re.S)
    assert mine is not None and 'data-kind="cr.log"' in mine[0]
