"""What came out of what, said while the second is made (transfer.md 2, TL-2); made afterwards: `tracing`."""

from __future__ import annotations

from datetime import date

from kring.engine.harvest.models import TraceLink, TraceNode
from kring.engine.people.models import Person


def grew_out_of(before: TraceNode, made: TraceNode, by: Person, today: date) -> None:
    """The link to what was made from the step before it: made together with it, and so accepted at once (TL-2)."""
    TraceLink.objects.create(
        from_node=before,
        to_node=made,
        made_by=by,
        made_on=today,
        accepted_by=by,
        accepted_on=today,
        state="accepted",
    )
