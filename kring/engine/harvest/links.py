"""Links in a letter that answer without signing in: one person, one thing, one answer, four weeks long.

Looking at such a link changes nothing, for mail scanners follow links; only pressing its one button does.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing
from django.utils import timezone

from kring.engine.address import public_address
from kring.engine.harvest.agreements import agreements, members_of
from kring.engine.harvest.answering import current_answer, is_asked, respond
from kring.engine.harvest.looking_back import rate
from kring.engine.harvest.models import Action, Agreement, AgreementReview, PractisedMark, ReviewMark
from kring.engine.harvest.practised import ANSWERS, practised, question_of
from kring.engine.harvest.returning import OPEN, actions, answer
from kring.engine.people.models import Person
from kring.kit.payload import Refused

SALT = "kring.letter"
VALID = timedelta(weeks=4)
WHATS = {
    "action": ("did", "not_yet", "let_go"),
    "practice": ANSWERS,
    "adopt": ("ok", "adjust", "object"),
    "end": ("ok", "object"),
    "review": ("rate",),
    "letters": ("pause",),
}
"""What a link can be about, and what it can say of it."""


@dataclass(frozen=True)
class Asked:
    """What a link says: who answers what about which thing. `thing` is None for the letters themselves."""

    person: Person
    about: str
    what: str
    thing: Action | Agreement | AgreementReview | None = None

    @property
    def text(self) -> str:
        """The words of the thing."""
        if isinstance(self.thing, AgreementReview):
            return self.thing.agreement.said
        return self.thing.said if self.thing else ""

    @property
    def question(self) -> str:
        """What a tool asks about it, "" for all else."""
        if self.about == "practice" and isinstance(self.thing, Action):
            return question_of(self.thing, self.person.language)
        return ""


def signed(person: Person, about: str, what: str, thing: object = None) -> str:
    """The signed part of a link."""
    ident = thing.hex if isinstance(thing, uuid.UUID) else ""
    return signing.dumps([person.pk.hex, about, what, ident], salt=SALT)


def link(person: Person, about: str, what: str, thing: object = None) -> str:
    """The whole address, as it stands in a letter."""
    page = "letters" if about == "letters" else "answer"
    return f"{public_address()}/{page}/{signed(person, about, what, thing)}/"


def read(token: str, *, lasting: bool = False) -> Asked:
    """What a link says. Raises Refused: link_broken, link_expired, link_left, gone.

    `lasting`: the link never ends, for whoever wants no more letters.
    """
    try:
        person_id, about, what, ident = signing.loads(token, salt=SALT, max_age=None if lasting else VALID)
    except signing.SignatureExpired:
        raise Refused("link_expired") from None
    except (signing.BadSignature, ValueError, TypeError):
        raise Refused("link_broken") from None
    if what not in WHATS.get(about, ()):
        raise Refused("link_broken")
    person = Person.objects.filter(pk=person_id).first()
    if person is None or not person.is_active:
        raise Refused("link_left")
    return Asked(person, about, what, thing_of(about, ident))


def thing_of(about: str, ident: str) -> Action | Agreement | AgreementReview | None:
    """What the link is about. Raises Refused("gone") when it is not there any more."""
    if about == "letters":
        return None
    found: Action | Agreement | AgreementReview | None
    if about in ("action", "practice"):
        found = actions().filter(pk=ident).exclude(node_status="withdrawn").first()
    elif about == "review":
        found = AgreementReview.objects.select_related("agreement").filter(pk=ident).first()
    else:
        found = agreements().filter(pk=ident).exclude(node_status="withdrawn").first()
    if found is None:
        raise Refused("gone")
    return found


def check(asked: Asked) -> None:
    """Whether this still can be answered, before anything is pressed.

    Raises Refused: link_not_yours, link_used, already_answered, not_asked, already_rated, review_closed.
    """
    person, thing = asked.person, asked.thing
    match thing:
        case Action() if asked.about == "practice":
            if PractisedMark.objects.filter(action=thing, person=person).exists():
                raise Refused("already_rated")
        case Action():
            check_action(person, thing, asked.what)
        case AgreementReview():
            circle = thing.agreement.community
            if circle is None or person.pk not in members_of(circle):
                raise Refused("link_not_yours")
            if ReviewMark.objects.filter(review=thing, person=person).exists():
                raise Refused("already_rated")
            if thing.closed_on or timezone.localdate() > thing.closes_on:
                raise Refused("review_closed")
        case Agreement():
            if thing.community is None or person.pk not in members_of(thing.community):
                raise Refused("link_not_yours")
            before = current_answer(thing, person, asked.about)
            if before is not None and before.value == asked.what:
                raise Refused("link_used")
            if not is_asked(thing, asked.about):
                raise Refused("not_asked")


def check_action(person: Person, action: Action, what: str) -> None:
    """Raises Refused: link_not_yours, link_used, already_answered."""
    if not action.owners.filter(pk=person.pk).exists():
        raise Refused("link_not_yours")
    if action.status in OPEN and action.node_status != "closed_on_purpose":
        return
    last = action.answers.last()
    same = last is not None and last.what == what and last.person_id == person.pk
    raise Refused("link_used" if same else "already_answered")


def press(asked: Asked, *, note: str = "", due: date | None = None, value: int = 0) -> None:
    """Do what the link says. Pressed twice it is done once.

    Raises Refused, as `check`, `answer`, `respond` and `rate`.
    """
    match asked.thing:
        case Action() if asked.about == "practice":
            practised(asked.thing, asked.person, asked.what)
        case Action():
            if not asked.thing.owners.filter(pk=asked.person.pk).exists():
                raise Refused("link_not_yours")
            answer(asked.thing, asked.what, person=asked.person, note=note, due=due, way="mail")
        case AgreementReview():
            rate(asked.thing, asked.person, value)
        case Agreement():
            respond(asked.thing, asked.person, asked.what, note, about=asked.about)
