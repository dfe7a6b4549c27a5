"""Make the meetings a bench run needs, in the database of the settings, and print where to find them."""

from __future__ import annotations

import argparse
import json
import os
import sys


def main() -> None:
    """`python -m bench.meetings --meetings 1 --seats 200 --step scenarios > plan.json`"""
    parser = argparse.ArgumentParser()
    parser.add_argument("--meetings", type=int, default=1)
    parser.add_argument("--seats", type=int, default=200)
    parser.add_argument("--step", default="scenarios")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.settings")
    import django

    django.setup()
    json.dump({"meetings": [make(n, given.seats, given.step) for n in range(given.meetings)]}, sys.stdout)


def make(n: int, seats: int, step: str) -> dict[str, object]:
    """One open meeting at `step` with its seats, and as many voices."""
    from django.utils import timezone

    from kring.engine.meetings import course
    from kring.engine.meetings.models import Seat
    from kring.engine.people.models import Organisation

    organisation, _ = Organisation.objects.get_or_create(name="Bench")
    meeting = course.plan_meeting(
        organisation,
        title=f"Bench {n}",
        planned_at=timezone.now(),
        by=None,
        agenda=[course.AgendaItem("change_colours", settings={"change": "Toetsen"})],
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
        "meeting": str(meeting.pk),
        "activity": str(activity.pk),
        "seats": [f"{seat.pk}.{seat.key}" for seat in meeting.seats.all()],
        "voices": list(activity.stack.values_list("token", flat=True))[:seats],
        "board": meeting.board_token,
    }


if __name__ == "__main__":
    main()
