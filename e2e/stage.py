"""Sets the stage in a data folder and looks behind the scenes: run as a program, so that the server is another process.

python e2e/stage.py, and then line by line what is wished; each gets a line in answer:
["meeting", {"tool": "change_colours", "settings": {...}}]
["stored", {"activity": "..."}]
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def meeting(tool: str = "change_colours", title: str = "", **settings: Any) -> dict[str, str]:
    """An open meeting of a circle, led by Amina, and a session in which she signed in."""
    from django.utils import timezone

    from kring.engine.meetings.course import AgendaItem, open_meeting, plan_meeting

    circle, amina = circle_of_amina()
    planned = plan_meeting(
        circle.organisation,
        title=title or "Hoe pakken we de nieuwe lestijden aan?",
        planned_at=timezone.now(),
        by=amina,
        agenda=[AgendaItem(tool, settings={"change": "Nieuwe lestijden", **settings})],
        community=circle,
    )
    return ids(open_meeting(planned), amina)


def circle_of_amina() -> tuple[Any, Any]:
    """The circle of the scenes and Amina, who leads in it."""
    from kring.engine.people.models import Community, Membership, Organisation, Person

    noord, _ = Organisation.objects.get_or_create(name="Scholengroep Noord")
    circle, _ = Community.objects.get_or_create(organisation=noord, name="Kring Noord")
    amina = Person.objects.filter(email="amina@noord.example").first()
    if amina is None:
        amina = Person.objects.create_user("amina@noord.example", organisation=noord, shown_name="Amina")
        Membership.objects.create(person=amina, community=circle, role="facilitator")
    return circle, amina


def ids(made: Any, leader: Any) -> dict[str, str]:
    """What is needed to come to every face of an open meeting."""
    from gallery import signed_in

    made.refresh_from_db()
    return {
        "meeting": str(made.pk),
        "activity": str(made.current_id),
        "code": str(made.code),
        "token": made.join_token,
        "board": made.board_token,
        "session": signed_in(leader),
    }


def stored(activity: str) -> dict[str, list[Any]]:
    """Every contribution of an activity: [kind, key, participant, payload], per lane and in order."""
    from kring.engine.meetings.models import AnonymousContribution, NamedContribution

    named = NamedContribution.objects.filter(activity_id=activity).order_by("seq")
    unnamed = AnonymousContribution.objects.filter(activity_id=activity).order_by("seq")
    return {
        "named": [[one.kind, one.key, str(one.seat_id), one.payload] for one in named],
        "anonymous": [[one.kind, one.key, one.voice, one.payload] for one in unnamed],
    }


def seats(meeting: str) -> list[list[Any]]:
    """The chairs of a meeting: [name, role, taken]."""
    from kring.engine.meetings.models import Seat

    return [
        [one.shown_name, one.role, one.left_at is None] for one in Seat.objects.filter(meeting_id=meeting)
    ]


def vanish(meeting: str) -> None:
    """Nobody who leads was seen for a while."""
    from datetime import timedelta

    from django.utils import timezone

    from kring.engine.meetings.models import Leading, Meeting

    long_ago = timezone.now() - timedelta(minutes=5)
    Leading.objects.filter(meeting_id=meeting).update(seen_at=long_ago)
    Meeting.objects.filter(pk=meeting).update(opened_at=long_ago)


def member(name: str) -> str:
    """Somebody with an account who belongs to Amina's circle, and a session in which they signed in."""
    from gallery import signed_in

    from kring.engine.people.models import Community, Membership, Person

    circle = Community.objects.get(name="Kring Noord")
    email = f"{name.lower()}@noord.example"
    person = Person.objects.filter(email=email).first()
    if person is None:
        person = Person.objects.create_user(email, organisation=circle.organisation, shown_name=name)
        Membership.objects.create(person=person, community=circle, role="member")
    return signed_in(person)


def left_open(actions: dict[str, str]) -> None:
    """Actions that a meeting of Amina's circle left behind: text -> the name of the owner, or nobody yet.

    Asked again, they are as they were at first; a scene that is tried twice finds no more than once.
    """
    from datetime import timedelta

    from django.utils import timezone

    from kring.engine.harvest.models import Action
    from kring.engine.people.models import Community, Person

    circle = Community.objects.get(name="Kring Noord")
    Action.objects.filter(community=circle, title__in=actions).delete()
    for text, owner in actions.items():
        made = Action.objects.create(
            stage="action",
            title=text,
            community=circle,
            organisation=circle.organisation,
            due_on=timezone.localdate() + timedelta(days=3),
        )
        if owner:
            made.owners.add(Person.objects.get(shown_name=owner))


def letters(day: str) -> list[dict[str, str]]:
    """The letters that go out on this day, as they would be sent: {to, subject, text}."""
    from datetime import datetime

    from django.core import mail
    from django.test.utils import override_settings
    from django.utils import timezone

    from kring.engine.harvest.letters import send_letters

    now = timezone.make_aware(datetime.fromisoformat(f"{day}T10:00"))
    mail.outbox = []
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        send_letters(now)
    return [{"to": one.to[0], "subject": one.subject, "text": str(one.body)} for one in mail.outbox]


def first_run() -> str:
    """The link that sets up an empty Kring."""
    from kring.engine.people.first_run import setup_link

    return setup_link()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.settings")
    import django

    django.setup()
    from again import goes_on, own_time, shows
    from carousels import company, days_ago
    from gallery import figure_8, gallery
    from lab_robots import played_lab, whole_lab

    verbs = (
        meeting,
        stored,
        seats,
        vanish,
        member,
        letters,
        left_open,
        played_lab,
        whole_lab,
        gallery,
        figure_8,
        first_run,
        own_time,
        shows,
        goes_on,
        company,
        days_ago,
    )
    by_name = {verb.__name__: verb for verb in verbs}
    answers, sys.stdout = sys.stdout, sys.stderr  # what a verb says by the way is no answer
    for line in sys.stdin:
        wish, given = json.loads(line)
        answers.write(json.dumps(by_name[wish](**given)) + "\n")
        answers.flush()
