"""Sets the stage in a data folder and looks behind the scenes: run as a program, so that the server is another process.

    python e2e/stage.py meeting '{"tool": "change_colours", "settings": {...}}'
    python e2e/stage.py stored '{"activity": "..."}'
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def meeting(tool: str = "change_colours", title: str = "", **settings: Any) -> dict[str, str]:
    """An open meeting of a circle, led by Amina, and a session in which she signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from kring.engine.meetings.course import AgendaItem, open_meeting, plan_meeting
    from kring.engine.people.models import Community, Membership, Organisation, Person

    noord, _ = Organisation.objects.get_or_create(name="Scholengroep Noord")
    circle, _ = Community.objects.get_or_create(organisation=noord, name="Kring Noord")
    amina = Person.objects.filter(email="amina@noord.example").first()
    if amina is None:
        amina = Person.objects.create_user("amina@noord.example", organisation=noord, shown_name="Amina")
        Membership.objects.create(person=amina, community=circle, role="facilitator")
    planned = plan_meeting(
        noord,
        title=title or "Hoe pakken we de nieuwe lestijden aan?",
        planned_at=timezone.now(),
        by=amina,
        agenda=[AgendaItem(tool, settings={"change": "Nieuwe lestijden", **settings})],
        community=circle,
    )
    made = open_meeting(planned)
    made.refresh_from_db()
    session = SessionStore()
    session[SESSION_KEY] = str(amina.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = amina.get_session_auth_hash()
    session.create()
    return {
        "meeting": str(made.pk),
        "activity": str(made.current_id),
        "code": str(made.code),
        "token": made.join_token,
        "board": made.board_token,
        "session": str(session.session_key),
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

    return [[one.shown_name, one.role, one.left_at is None] for one in Seat.objects.filter(meeting_id=meeting)]


def vanish(meeting: str) -> None:
    """Nobody who leads was seen for a while."""
    from datetime import timedelta

    from django.utils import timezone

    from kring.engine.meetings.models import Leading, Meeting

    long_ago = timezone.now() - timedelta(minutes=5)
    Leading.objects.filter(meeting_id=meeting).update(seen_at=long_ago)
    Meeting.objects.filter(pk=meeting).update(opened_at=long_ago)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.settings")
    import django

    django.setup()
    verbs = {"meeting": meeting, "stored": stored, "seats": seats, "vanish": vanish}
    json.dump(verbs[sys.argv[1]](**json.loads(sys.argv[2])), sys.stdout)
