"""The name check of a meeting (C-39): is somebody of the circle named in a text that is about to be sent?

The names stay here. Sent to phones they would be a list of the circle for every guest who scans a code, and hashed
they would be the same list, for names can be guessed. So the text comes here, alone, from whoever is about to send it:
a seat as a seat, a voice as a voice and with nothing of the seat. That brings nothing together that does not come
together a second later when it is sent; nothing of it is kept or logged, and the answer is only which words are names.
"""

from __future__ import annotations

import hmac
import secrets
import time
from functools import cache
from hashlib import sha256

from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Community, Person
from kring.engine.rights import may
from kring.engine.words import HOUSE
from kring.kit.mentions import Classes, mentions, name_parts
from kring.kit.words import load_facts

MOST_SIGNS = 4_000
"""Of one question: a scribed page and its quotes fit in it, a list of all first names does not."""
MOST_ASKED, WINDOW = 120, 600
"""So many questions in so many seconds from one seat or voice; whoever asks more is guessing and hears nothing."""


@cache
def classes() -> Classes:
    """How people say that somebody is from a class."""
    facts = load_facts(HOUSE / "content", "name_check")
    return Classes(*(frozenset(facts[name]) for name in ("between", "words", "people")))


def mentioned(meeting: Meeting, text: str, *, by_slip: bool = False) -> list[str]:
    """The names in a text: of members of the circle, of whoever sits in this meeting, and names with a class.

    `by_slip`: somebody without a seat asks. A voice may not know who belongs to the circle (roles.md 3), and would
    learn it from the answer; then only names with a class.
    """
    if by_slip:
        return mentions(text[:MOST_SIGNS], frozenset(), classes())
    seated = meeting.seats.filter(table_of=0).values_list("shown_name", flat=True)
    names = [*names_of(meeting.community), *seated]
    return mentions(text[:MOST_SIGNS], name_parts(names), classes())


def named_in(community: Community | None, by: Person, text: str) -> list[str]:
    """The names in a text that somebody writes for a circle outside its meetings: of its people, where the writer may
    know who they are, and names with a class."""
    knows = community is not None and may(by, "membership_list", "view", community, researching=False)
    return mentions(text[:MOST_SIGNS], name_parts(names_of(community) if knows else ()), classes())


def names_of(community: Community | None) -> list[str]:
    """The names of everybody who belongs to a circle now."""
    if community is None:
        return []
    return list(community.memberships.current().values_list("person__shown_name", flat=True))


class Curious:
    """Counts questions per asker, in the memory of this process and by a keyed hash, so that nobody is in it."""

    def __init__(self) -> None:
        self.key = secrets.token_bytes(32)
        self.asked: dict[bytes, list[float]] = {}

    def too_many(self, asker: str, now: float | None = None) -> bool:
        """Note a question; whether this asker asks too much."""
        now = time.monotonic() if now is None else now
        who = hmac.new(self.key, asker.encode(), sha256).digest()
        recent = [at for at in self.asked.get(who, ()) if now - at < WINDOW]
        if len(recent) >= MOST_ASKED:
            return True
        self.asked = {one: at for one, at in self.asked.items() if now - at[-1] < WINDOW}
        self.asked[who] = [*recent, now]
        return False
