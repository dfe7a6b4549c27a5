"""Make the meetings a bench run needs, in the database of the settings, and print where to find them."""

from __future__ import annotations

import argparse
import json
import os
import sys
from itertools import cycle
from typing import Any
from uuid import uuid4


def main() -> None:
    """`python -m bench.meetings --meetings 1 --seats 200 --step scenarios > plan.json`"""
    parser = argparse.ArgumentParser()
    parser.add_argument("--meetings", type=int, default=1)
    parser.add_argument("--seats", type=int, default=200)
    parser.add_argument("--step", default="scenarios")
    parser.add_argument("--cards", type=int, default=0, help="a change lab whose wall holds so many cards")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.settings")
    import django

    django.setup()
    json.dump(
        {"meetings": [make(n, given.seats, given.step, given.cards) for n in range(given.meetings)]},
        sys.stdout,
    )


def make(n: int, seats: int, step: str, cards: int = 0) -> dict[str, object]:
    """One open meeting at `step` with its seats, and as many voices."""
    from django.utils import timezone

    from kring.engine.meetings import course
    from kring.engine.meetings.models import Seat
    from kring.engine.people.models import Organisation

    item = course.AgendaItem("change_colours", settings={"change": "Toetsen"})
    if cards:
        item = course.AgendaItem("change_lab", settings={"steps": [step], "question": "Wie kijkt er mee?"})
    organisation, _ = Organisation.objects.get_or_create(name="Bench")
    meeting = course.plan_meeting(
        organisation,
        title=f"Bench {n}",
        planned_at=timezone.now(),
        by=None,
        agenda=[item],
    )
    Seat.objects.bulk_create(
        Seat(meeting=meeting, shown_name=f"Tafel {k}", role="teacher", table_of=4 if k < 12 else 0)
        for k in range(seats)
    )
    course.open_meeting(meeting)
    course.go_to(meeting, step)
    meeting.refresh_from_db()
    activity = meeting.current
    return {
        "cards": [
            hang(activity, seat, place) for place, seat in zip(range(cards), cycle(meeting.seats.all()))
        ],
        "meeting": str(meeting.pk),
        "activity": str(activity.pk),
        "seats": [f"{seat.pk}.{seat.key}" for seat in meeting.seats.all()],
        "voices": list(activity.stack.values_list("token", flat=True))[:seats],
        "board": meeting.board_token,
    }


def hang(activity: Any, seat: Any, place: int) -> list[str]:
    """A card on the wall, a tenth part of an A4 of text: [its id, the seat of its author]."""
    from kring.engine.meetings.actions import contribute

    ident = str(uuid4())
    payload = {
        "surface": ("model", "worksheet", "mirror")[place % 3],
        "time": ("past", "present", "future")[place // 3 % 3],
        "text": f"Kaart {place}: in mijn les keek niemand op toen de bel ging, en dat zegt iets over ons rooster",
        "mirror_kind": "story",
        "safe_check": True,
    }
    said = {"uuid": ident, "step": activity.step, "kind": "cl.card", "key": "", "payload": payload}
    contribute(activity, "named", str(seat.pk), said)
    return [ident, f"{seat.pk}.{seat.key}"]


if __name__ == "__main__":
    main()
