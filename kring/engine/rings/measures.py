"""The named measures of lifecycle.md 6. None, or nothing, is too little to say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Community, Membership
from kring.engine.rings.facts import counting, joined_before, taking_part
from kring.engine.rings.pictures import last_shown
from kring.kit.rings import FEWEST_MEETINGS, WINDOW, ring, share

YEAR = timedelta(days=365)


def measures(community: Community, today: date) -> dict[str, object]:
    """Name -> share (0 to 1), count, or for `newcomers_in` the pair (how many, of how many)."""
    picture, newcomers = last_shown(community), newcomers_in(community, today)
    found: dict[str, object] = {"lifecycle.newcomers_in": newcomers} if newcomers[1] else {}
    if picture is None:
        return found
    return found | {
        "lifecycle.core_share": share(picture.counts, "core"),
        "lifecycle.edge_share": share(picture.counts, "edge"),
        "lifecycle.moves_in": picture.moves["in"],
        "lifecycle.moves_out": picture.moves["out"],
    }


def newcomers_in(community: Community, today: date) -> tuple[int, int]:
    """Of those who joined in the last year and had five meetings since: how many became active or core in them."""
    new = [one for one in counting(community) if one.since >= today - YEAR]
    rows = Meeting.objects.filter(community=community, status="closed", opened_at__isnull=False)
    held = list(rows.filter(closed_at__date__lte=today).order_by("closed_at", "pk"))
    first = {one: [meeting for meeting in held if joined_before(one, meeting)][:WINDOW] for one in new}
    ripe = {one: meetings for one, meetings in first.items() if len(meetings) == WINDOW}
    return sum(came_in(one, meetings) for one, meetings in ripe.items()), len(ripe)


def came_in(membership: Membership, meetings: Sequence[Meeting]) -> bool:
    """Whether a newcomer was active or in the core after the third, the fourth or the fifth meeting."""
    return any(
        ring_after(membership, meetings[:n]) in ("active", "core")
        for n in range(FEWEST_MEETINGS, len(meetings) + 1)
    )


def ripe_newcomers(community: Community, since: date, until: date) -> list[tuple[Membership, list[Meeting]]]:
    """Who joined in these days and could have come nearer by the end of them (three meetings or more), each with
    those meetings, oldest first. Whoever objects is not counted."""
    new = [one for one in counting(community) if since <= one.since <= until]
    rows = Meeting.objects.filter(community=community, status="closed", opened_at__isnull=False)
    held = list(rows.filter(closed_at__date__lte=until).order_by("closed_at", "pk")) if new else []
    found = [(one, [meeting for meeting in held if joined_before(one, meeting)]) for one in new]
    return [(one, meetings) for one, meetings in found if len(meetings) >= FEWEST_MEETINGS]


def came_to_take_part(community: Community, since: date, until: date) -> bool:
    """Whether somebody who joined in these days was in ring active or core after some later meeting."""
    return any(
        ring_after(one, meetings[:n]) in ("active", "core")
        for one, meetings in ripe_newcomers(community, since, until)
        for n in range(FEWEST_MEETINGS, len(meetings) + 1)
    )


def ring_after(membership: Membership, meetings: Sequence[Meeting]) -> str:
    """Where somebody stood after the last of these meetings (oldest first)."""
    last, earlier = meetings[-WINDOW:], meetings[:-WINDOW]
    return ring(taking_part(last[::-1], earlier[-1:], [membership])[membership.person_id])
