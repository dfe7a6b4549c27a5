"""What circles of a school say together: sentences of tools over what was shown in each of them (`Tool.across`)."""

from __future__ import annotations

from django.utils import timezone

from kring.engine.harvest.confidentiality import history_of, strictest
from kring.engine.meetings.models import Publication
from kring.engine.meetings.rows import published
from kring.engine.people.models import Community
from kring.engine.words import of_tool
from kring.kit.scene import Published
from kring.tools import TOOLS


def across(community: Community, lang: str) -> list[str]:
    """The sentences for the repertoire of a circle; none for a circle without a school.

    What belonged to a closed circle when it was shown, or belongs to one now, stays there and counts nowhere.
    """
    if community.school_id is None:
        return []
    return [
        sentence
        for key, tool in TOOLS.items()
        for step, say in tool.across.items()
        if (found := shown_in_school(community, key, step))
        for sentence in say(found, of_tool(key, lang))
    ]


def shown_in_school(community: Community, tool: str, step: str) -> list[tuple[str, Published]]:
    """(circle, publication) of a step in all activities of a tool that were closed, oldest first."""
    rows = Publication.objects.filter(
        activity__tool=tool,
        activity__status="closed",
        activity__meeting__community__school=community.school_id,
        step=step,
    ).select_related("activity__meeting__community")
    found, histories = [], {}
    for row in rows.order_by("at", "pk"):
        circle = row.activity.meeting.community
        assert circle is not None
        if circle.pk not in histories:
            histories[circle.pk] = history_of(circle)
        level = strictest(histories[circle.pk], circle.confidentiality, timezone.localdate(row.at))
        if level != "closed":
            found.append((str(circle.pk), published(row)))
    return found
