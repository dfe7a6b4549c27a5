"""What happens to voices when an activity closes (C-10): numbers in drawn order, tokens gone."""

from __future__ import annotations

from kring.engine.meetings.models import Activity, AnonymousContribution, PaperMark, Publication
from kring.engine.meetings.reading import at
from kring.engine.meetings.scenes import scene
from kring.engine.meetings.slips import keep_used
from kring.kit.draw import drawn
from kring.kit.tool import nothing_destroyed
from kring.tools import TOOLS


def seal(activity: Activity) -> None:
    """Replace every voice by a number in drawn order and destroy the papers and the tokens.

    Runs again without harm: numbered answers have no voice to replace. A group label that was shown
    apart nowhere becomes `together`.
    """
    keep_used(activity)
    voices = set(activity.anonymous_lane.values_list("voice", flat=True))
    unsealed = {voice for voice in voices if not voice.startswith("#")}
    order = drawn(sorted(unsealed), str(activity.pk), "sealed")
    numbers = {voice: f"#{place}" for place, voice in enumerate(order, start=1)}
    for voice, number in numbers.items():
        activity.anonymous_lane.filter(voice=voice).update(voice=number)
    shown_apart = set()
    for publication in activity.publications.all():
        publication.rows = {
            figure: {row: sorted(numbers.get(one, one) for one in members) for row, members in rows.items()}
            for figure, rows in publication.rows.items()
        }
        shown_apart |= {row for rows in publication.rows.values() for row in rows}
        Publication.objects.filter(pk=publication.pk).update(rows=publication.rows)
    AnonymousContribution.objects.filter(activity=activity).exclude(role="").exclude(
        role__in=shown_apart
    ).update(role="together")
    shuffle_marks(activity)
    activity.stack.all().delete()
    activity.voices.all().delete()


def destroy(activity: Activity) -> None:
    """Delete what the tool says must not outlast the activity (`Tool.destroys`)."""
    tool = TOOLS[activity.tool]
    if tool.destroys is nothing_destroyed:
        return
    gone = tool.destroys(scene(at(activity)))
    activity.named.filter(uuid__in=gone).delete()
    activity.anonymous_lane.filter(uuid__in=gone).delete()


def shuffle_marks(activity: Activity) -> None:
    """Write the marks anew, by an id that says nothing: a database keeps rows in the order they came in, and
    whoever took a paper first may be whoever answered first."""
    marks = list(activity.paper_marks.order_by("pk"))
    activity.paper_marks.all().delete()
    PaperMark.objects.bulk_create(marks)
