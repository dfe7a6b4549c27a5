"""The reader of faces sees what it should."""

from __future__ import annotations

import pytest

from kring.tests.faces import problems

WRONG = {
    '<p style="color: red">x</p>': "content policy",
    '<button onclick="go()">x</button>': "content policy",
    '<a href="javascript:go()">x</a>': "content policy",
    "<script>go()</script>": "content policy",
    "<style>p {}</style>": "content policy",
    '<img src="https://elsewhere.example/x.png" alt="x">': "another host",
    '<img src="/static/x.png">': "without alt",
    '<p id="a">x</p><p id="a">y</p>': "stands twice",
    "<p>cc.t1</p>": "is not a word",
    "<p>too_few</p>": "is not a word",
    "<p>Hello {name}</p>": "is not a word",
    "<p>None</p>": "is not a word",
    '<input placeholder="cv.wait_more">': "is not a word",
    "<p><b>x</p></b>": "closes",
    "<section><p>x</p>": "never closed",
}


@pytest.mark.parametrize(("html", "says"), WRONG.items(), ids=WRONG)
def test_what_is_wrong_is_seen(html: str, says: str) -> None:
    assert any(says in one for one in problems(html)), problems(html)


def test_what_is_well_is_left_alone() -> None:
    page = '<main><p>14 van 18 klaar. Ga naar kring.nl.</p><svg><path d="M0"/></svg><br><input value="cc.t1"></main>'
    assert problems(page) == []
