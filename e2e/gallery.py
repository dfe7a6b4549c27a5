"""A house in which every face can be seen: the demo school, a team that played figure 8, and a class.

Run by `stage.py`, before the server reads any of these meetings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from importlib import import_module
from itertools import takewhile
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

SLOW = frozenset({"cc.situation", "cc.weigh"})
"""Many answers each; the class gives them."""
WHO = ("Noor", "Umut", "Aart", "Wies", "Aafke", "Frans")
"""Who signs in: a facilitator, who looks after accounts, a school lead, an outsider, a new teacher, a doer."""


def gallery() -> dict[str, Any]:
    """Fill an empty data folder; ids, tokens and sessions of everything that can be looked at."""
    from kring.engine.demo import demo
    from kring.engine.harvest.actions import propose
    from kring.engine.harvest.agreements import propose_agreement
    from kring.engine.harvest.links import signed
    from kring.engine.meetings.course import open_meeting
    from kring.engine.people.accounts import promise
    from kring.engine.people.asking import ask_role
    from kring.engine.people.circles import invite
    from kring.engine.people.models import Community, Person, School, Team
    from kring.engine.rings.pictures import take_pictures
    from kring.engine.transfer.models import Practice
    from kring.engine.transfer.observing import invite as come_and_look

    made = demo()
    noor = made.facilitator
    people = {one.shown_name: one for one in Person.objects.all()}
    circle = Community.objects.get(name="Managementteam DO")
    play = import_module("kring.tools.change_colours.tests.play")
    whole = {**play.class_settings(5), "allow_names": False, "change": "Feedback in elke les"}
    team = planned(noor, circle, play.FIGURE_8_SETTINGS)
    played(team, play.FIGURE_8_NAMES, without(play.figure_8(), kinds=SLOW))
    answered = planned(noor, circle, whole)
    played(answered, play.FIGURE_8_NAMES[:5], without(play.class_of(5, "school"), reveals=True))
    propose(team)
    promise(people["Umut"], "it.promise")
    ask_role(people["Bert"], circle, "facilitator")
    take_pictures()
    agreed = propose_agreement(circle, by=people["Aart"], text="We laten elkaar uitpraten")
    learning = circle.cycles.get()
    return {
        "sessions": {name.lower(): signed_in(people[name]) for name in WHO},
        "team": ids(team),
        "class": ids(answered),
        "planned": ids(planned(noor, circle, whole)),
        "nobody": ids(open_meeting(planned(noor, circle, play.FIGURE_8_SETTINGS))),
        "slip": slip(noor, play.FIGURE_8_SETTINGS),
        "closed": ids(circle.meetings.get(status="closed")),
        "open": ids(made.open_meeting),
        "circle": str(circle.pk),
        "agreed": str(agreed.pk),
        "project": str(noor.organisation.research_projects.get().pk),
        "silent": str(Community.objects.get(name="Samen lessen maken").pk),
        "fresh": str(beginning(noor, people).pk),
        "task": str(learning.tasks.get(status="doing").pk),
        "ready": str(learning.tasks.get(status="ready").pk),
        "idea": str(learning.tasks.get(status="idea").pk),
        "done": str(learning.tasks.get(status="done").pk),
        "ahead": str(circle.meetings.get(session_roles__role="chair").pk),
        "person": str(people["Hermien"].pk),
        "school": str(School.objects.get(name="School DO").pk),
        "answer": signed(people["Bert"], "adopt", "ok", agreed.pk),
        "pause": signed(people["Bert"], "letters", "pause"),
        "mailed": mailed(noor, circle, people["Bert"]),
        "by_name": by_name(noor),
        "practice": str(Practice.objects.get().pk),
        "look": come_and_look(Practice.objects.get(), by=people["Frans"]).token,
        "wall": wall(noor, circle),
        "letter": invite(circle, email="somebody@school.example", by=noor).token,
        "group": str(Team.objects.get(name="Managementteam").pk),
    }


def wall(leader: Any, circle: Any) -> str:
    """The thread of a lab of which something hangs between its meetings."""
    from django.utils import timezone

    from kring.engine.meetings.course import AgendaItem, close_meeting, plan_meeting
    from kring.kit.play import Next, Say

    script = import_module("kring.tools.change_lab.tests.play")
    settings = {**script.class_settings(5), "steps": ["ambition", "close"]}
    lab = plan_meeting(
        leader.organisation,
        title="De eerste bijeenkomst van het lab",
        planned_at=timezone.now(),
        by=leader,
        community=circle,
        agenda=[AgendaItem("change_lab", settings=settings)],
    )
    said = [one for seat in range(5) for one in script.ambition(seat) if isinstance(one, Say)]
    played(lab, ["Aart", "Bert", "Claire", "Dirk", "Emese"], [Next("ambition"), *said])
    close_meeting(lab)
    return str(lab.activities.get().thread)


def slip(leader: Any, settings: dict[str, Any]) -> str:
    """The code of a slip for a loose meeting that stands at its questions."""
    from kring.engine.meetings.course import go_to, open_meeting
    from kring.engine.meetings.slips import make_slips

    meeting = open_meeting(planned(leader, None, settings))
    go_to(meeting, "pick")
    return make_slips(meeting.current, "student", 1, 0)[0]


def mailed(leader: Any, circle: Any, person: Any) -> dict[str, str]:
    """A meeting in people's own time: its token, and what the mail about it adds for somebody."""
    from django.utils import timezone

    from kring.engine.meetings.course import AgendaItem, open_meeting, plan_meeting
    from kring.engine.meetings.inviting import own_link

    now = timezone.now()
    meeting = plan_meeting(
        leader.organisation,
        title="Vooraf: jouw kleuren",
        planned_at=now,
        by=leader,
        community=circle,
        agenda=[AgendaItem("change_colours", minutes=20)],
        shows_at=now + timedelta(days=7),
    )
    _, _, token, _, signed, _ = urlsplit(own_link(open_meeting(meeting), person)).path.split("/")
    return {"token": token, "signed": signed}


def by_name(leader: Any) -> str:
    """A loose activity of three people with names: the leader took part, and their picture was shown."""
    from kring.engine.meetings.actions import contribute, reveal
    from kring.engine.meetings.course import close_meeting, go_to, open_meeting
    from kring.engine.meetings.names import answer_names, ask_names, settle_names
    from kring.engine.meetings.seats import take_seat

    meeting = open_meeting(planned(leader, None, {"form": "self_pick"}))
    seats = [take_seat(meeting, name=name, role="teacher")[0] for name in ("Emese", "Frans")]
    seats.append(take_seat(meeting, name=leader.shown_name, role="teacher", person=leader)[0])
    ask_names(meeting)
    activity = meeting.activities.get()
    for seat in seats:
        answer_names(activity, seat, True)
    settle_names(meeting)
    said = [("pick", "cc.pick", mode, {"colours": ["red", "green"]}) for mode in ("think", "do")]
    for step, kind, key, payload in [*said, ("own", "cc.share", "", {"share": "total"})]:
        go_to(meeting, step)
        for seat in seats:
            envelope = {"uuid": str(uuid4()), "step": step, "kind": kind, "key": key, "payload": payload}
            contribute(activity, "named", str(seat.pk), envelope)
    go_to(meeting, "picture")
    reveal(activity, "picture", "", by=leader.shown_name)
    close_meeting(meeting)
    return str(activity.pk)


def beginning(leader: Any, people: dict[str, Any]) -> Any:
    """A circle that met once: a question that waits for answers, and one to move on."""
    from django.utils import timezone

    from kring.engine.learning.phases import ask_to_move
    from kring.engine.learning.questions import propose_question
    from kring.engine.meetings.course import close_meeting, open_meeting
    from kring.engine.meetings.models import Meeting
    from kring.engine.people.models import Community

    circle = Community.objects.get(name="Beginnende leraren")
    held = open_meeting(planned(leader, circle, {}))
    close_meeting(held)
    then = timezone.now() - timedelta(days=6)
    Meeting.objects.filter(pk=held.pk).update(planned_at=then, opened_at=then, closed_at=then)
    asked = propose_question(circle, by=people["Abel"], text="Wat helpt je door je eerste jaar heen?")
    ask_to_move(asked.cycle, "start", by=people["Abel"], reason="We willen graag beginnen.")
    return circle


def figure_8() -> dict[str, Any]:
    """In the demo school: figure 8 on its way, with all names given and nothing published."""
    from kring.engine.people.models import Community, Person
    from kring.kit.play import Next

    noor = Person.objects.get(shown_name="Noor")
    play = import_module("kring.tools.change_colours.tests.play")
    team = planned(noor, Community.objects.get(name="Managementteam DO"), play.FIGURE_8_SETTINGS)
    played(team, play.FIGURE_8_NAMES, takewhile(lambda action: action != Next("picture"), play.figure_8()))
    return {**{key: text for key, text in ids(team).items() if key != "seat"}, "session": signed_in(noor)}


def planned(leader: Any, circle: Any, settings: dict[str, Any]) -> Any:
    """A meeting that has not been opened."""
    from django.utils import timezone

    from kring.engine.meetings.course import AgendaItem, plan_meeting

    return plan_meeting(
        leader.organisation,
        title="Hoe denken en doen wij?",
        planned_at=timezone.now(),
        by=leader,
        community=circle,
        agenda=[AgendaItem("change_colours", minutes=45, settings=settings)],
    )


def played(meeting: Any, names: Iterable[str], script: Iterable[Any]) -> None:
    """Open the meeting and play the script in it."""
    from django.db import transaction

    from kring.engine.meetings.course import open_meeting
    from kring.engine.robots import Robots

    with transaction.atomic():
        Robots.join(open_meeting(meeting), names, "Noor").play(script)


def without(
    script: Iterable[Any], kinds: frozenset[str] = frozenset(), reveals: bool = False
) -> Iterator[Any]:
    """The play without these kinds and what is revealed of them, or without anything that is revealed."""
    from kring.kit.play import Refuses, Reveal, Say

    for action in script:
        inner = action.action if isinstance(action, Refuses) else action
        said = isinstance(inner, Say) and inner.kind in kinds
        shown = isinstance(inner, Reveal) and (reveals or f"cc.{inner.step}" in kinds)
        if not said and not shown:
            yield action


def ids(meeting: Any) -> dict[str, str]:
    """What is needed to come to the faces of a meeting."""
    meeting.refresh_from_db()
    seat = meeting.seats.first()
    return {
        "meeting": str(meeting.pk),
        "activity": str(meeting.activities.first().pk),
        "code": meeting.code or "",
        "token": meeting.join_token,
        "board": meeting.board_token,
        "seat": str(seat.pk) if seat else "",
    }


def signed_in(person: Any) -> str:
    """The cookie of a session in which this person signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)
