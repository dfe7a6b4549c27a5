"""What came of an activity that was held with names (C-32), to read back by whoever took part by name.

On this page only: no file is made of it, no report holds it, and it is not printed. It is read piece by piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kring.engine import access
from kring.engine.meetings.models import Activity
from kring.engine.meetings.reading import at, day_of
from kring.engine.meetings.scenes import settings_of, shown
from kring.engine.words import of_tool
from kring.kit.document import Block, Heading
from kring.pages.harvest.look import activity_name
from kring.pages.report.views import BLOCKS
from kring.tools import TOOLS


@dataclass
class Piece:
    """What was shown in one step: its heading, and the blocks below it with the piece of page that shows each."""

    heading: str
    blocks: list[tuple[str, Block]] = field(default_factory=list)


@never_cache
@require_GET
def ours(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The outcome, for the people of it. Raises Http404 for everybody else, whatever they may see otherwise."""
    activity, looker = access.named_outcome_to_see(request, pk)
    lang = get_language() or "nl"
    found = pieces(told(activity, lang))
    place = chosen(request.GET.get("piece", ""), len(found))
    context = {
        "meeting": looker.meeting,
        "activity": activity,
        "name": activity_name(activity, lang),
        "people": sorted(
            activity.names_marks.exclude(seat__shown_name="").values_list("seat__shown_name", flat=True),
            key=str.casefold,
        ),
        "pieces": found,
        "place": place,
        "piece": found[place - 1] if found else None,
    }
    return render(request, "report/ours.html", context)


def told(activity: Activity, lang: str) -> Sequence[Block]:
    """What the tool tells of what was shown; nothing when nothing was."""
    state = at(activity)
    assert state.activity is not None
    seen = shown(state, day_of(activity))
    if not seen.published and not seen.live:
        return ()
    return TOOLS[activity.tool].report(settings_of(state.activity), seen, of_tool(activity.tool, lang))


def pieces(blocks: Sequence[Block]) -> list[Piece]:
    """The blocks, a piece for each heading of the highest level. What stands before the first heading, or holds no
    more than closing lines, belongs to the piece before it."""
    top = min((block.level for block in blocks if isinstance(block, Heading)), default=0)
    found: list[Piece] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == top:
            found.append(Piece(block.text))
        elif found:
            found[-1].blocks.append((BLOCKS[type(block)], block))
    return found


def chosen(asked: str, most: int) -> int:
    """The piece that was asked for, from 1; the first for anything else."""
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1
    return number if 1 <= number <= most else 1
