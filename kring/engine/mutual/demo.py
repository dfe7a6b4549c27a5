"""What people of a circle of the demo school gave each other, made through the same verbs as in a real one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from kring.engine.anchors.records import confirm_time, grant_time, note_contact
from kring.engine.anchors.rule import school_year
from kring.engine.harvest.repertoire import add_item, note_use
from kring.engine.mutual.help import ask_help
from kring.engine.mutual.thanks import say_thanks, share_thanks
from kring.engine.people.models import Community, Person


def give(community: Community, people: Mapping[str, Person], fact: Any) -> None:
    """Thanks, a call for help, hours, somebody from outside, things to use again: `fact` (demo.yaml, giving)."""
    today = timezone.localdate()
    for one in fact["thanks"]:
        to = people[one["to"]]
        note = say_thanks(community, by=people[one["by"]], to=to, text=one["text"], share=True)
        share_thanks(note, by=to, share=one["shared"])
    for one in fact["help"]:
        ask_help(community, by=people[one["by"]], text=one["text"])
    make_room(community, people, fact["hours"], today)
    for one in fact["contacts"]:
        note_contact(
            community,
            by=people[one["by"]],
            kind=one["kind"],
            organisation=one["organisation"],
            on=today - timedelta(days=one["days_ago"]),
            note=one["note"],
        )
    for one in fact["made"]:
        use_again(community, people, one, today)


def make_room(community: Community, people: Mapping[str, Person], fact: Any, today: date) -> None:
    """Hours for this school year, and somebody who notices them."""
    year = school_year(today, community.organisation.year_start_month)
    row = grant_time(community, by=people[fact["by"]], hours=fact["hours"], year=year, today=today)
    confirm_time(row, by=people[fact["confirmed_by"]])


def use_again(community: Community, people: Mapping[str, Person], fact: Any, today: date) -> None:
    """Something useful, and who used it since."""
    made = add_item(
        community,
        by=people[fact["by"]],
        kind=fact["kind"],
        title=fact["title"],
        description=fact["description"],
        today=today - timedelta(days=fact["days_ago"]),
    )
    for one in fact["used"]:
        note_use(
            made,
            by=people[one["by"]],
            where=one["where"],
            remark=one["remark"],
            today=today - timedelta(days=one["days_ago"]),
        )
