"""What a form means: the names of its inputs say how their values are read."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.template import engines

from kring.engine.meetings.reading import read_meeting
from kring.pages.house.faces import look
from kring.pages.house.saying import payload_of


@pytest.mark.parametrize(
    ("posted", "payload"),
    [
        ("title=Les+1", {"title": "Les 1"}),
        ("title=", {"title": ""}),
        ("most:word=red", {"most": "red"}),
        ("most:word=", {"most": None}),
        ("value:int=4", {"value": 4}),
        ("value:int=-2", {"value": -2}),
        ("value:int=", {"value": None}),
        ("value:int=vier", {"value": "vier"}),
        ("value:int=99999999999999999999", {"value": "99999999999999999999"}),
        ("value:int=%D9%A3", {"value": "٣"}),
        ("colours:list=&colours:list=red&colours:list=blue", {"colours": ["red", "blue"]}),
        ("colours:list=", {"colours": []}),
        ("joint:flag=", {"joint": False}),
        ("joint:flag=&joint:flag=yes", {"joint": True}),
        ("_kind=cc.block&_key=t1&_step=test", {}),
        ("a=1&b:int=2", {"a": "1", "b": 2}),
    ],
)
def test_names_carry_types(posted, payload):
    assert payload_of(QueryDict(posted)) == payload


def written(cast, tag, step="test", title="Lestijden", **activity):
    """What the tag writes, in a meeting at this step."""
    from kring.engine.meetings.course import go_to

    noord = cast.meeting(title=title)
    go_to(noord.meeting, step)
    state = read_meeting(str(noord.meeting.pk))
    for name, value in activity.items():
        setattr(state.activity, name, value)
    template = engines["django"].from_string("{% load kring %}" + tag)
    return noord, template.render(look(state, "phone", "nl"))


def test_an_anonymous_question_goes_to_the_door_of_the_voice(cast):
    noord, form = written(cast, '{% saying "cc.block" "cc.t1" %}<input name="most:word">{% endsaying %}')
    assert f'action="/v/{noord.activity.pk}/say/"' in form
    assert 'data-lane="anonymous"' in form and 'name="_step" value="test"' in form
    assert form.endswith('<input name="most:word"></form>')


def test_a_named_question_goes_to_the_door_of_the_seat(cast):
    noord, form = written(cast, '{% saying "cc.scenario" "red.who" auto=True %}{% endsaying %}', "scenarios")
    assert f'action="/m/{noord.meeting.pk}/say/"' in form
    assert " data-auto>" in form


def test_in_named_mode_everything_is_named(cast):
    _, form = written(cast, '{% saying "cc.block" "cc.t1" %}{% endsaying %}', anonymous=False)
    assert 'data-lane="named"' in form


def test_keys_cannot_break_out(cast):
    _, form = written(cast, '{% saying "cc.block" meeting.title %}{% endsaying %}', title='"><script>')
    assert "<script>" not in form


def test_no_uuid_stands_in_what_everybody_gets(cast):
    _, form = written(cast, '{% saying "cc.block" "cc.t1" %}{% endsaying %}')
    assert "uuid" not in form


def test_the_lanes_that_are_asked(cast):
    for step, lanes in (
        ("test", "anonymous"),
        ("scenarios", "named"),
        ("own", "anonymous named"),
        ("meet", ""),
    ):
        tag = "{% asked as lanes %}{% for lane in lanes %}{{ lane }} {% endfor %}"
        assert " ".join(sorted(written(cast, tag, step)[1].split())) == lanes
