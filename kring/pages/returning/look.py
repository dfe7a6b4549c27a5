"""Agreements as a page shows them: finished words, counts, and what this person can do about each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from kring.engine import access
from kring.engine.harvest.agreements import IN_FORCE, agreements, members_of
from kring.engine.harvest.answering import ANSWERS, current_answers, is_asked
from kring.engine.harvest.confidentiality import lowers
from kring.engine.harvest.consent import OBJECTION_DAYS, share_of
from kring.engine.harvest.looking_back import counts_still, is_hard, lived
from kring.engine.harvest.models import Agreement, AgreementResponse, AgreementReview, ReviewMark
from kring.engine.people.models import Community, Person
from kring.engine.words import HOUSE, shared
from kring.kit.numbers import shown
from kring.kit.words import load_words

ENDED = 12


@dataclass(frozen=True)
class Card:
    """One agreement. `about` is what is asked now (adopt | end | nothing), `mine` what this person answered."""

    row: Agreement
    about: str
    answered: int
    active: int
    needed: int
    everybody: bool
    mine: AgreementResponse | None
    values: Sequence[str]
    remarks: Sequence[AgreementResponse]
    can_answer: bool
    proposer: bool
    may_decline: bool
    review: AgreementReview | None = None
    rated: bool = False
    mean: str = ""
    looked_on: date | None = None
    old: bool = False
    few: bool = False
    hard: str = ""
    scale: Sequence[tuple[int, str]] = field(default_factory=tuple)

    @property
    def objections(self) -> list[AgreementResponse]:
        """Remarks of whoever objects."""
        return [one for one in self.remarks if one.value == "object"]

    @property
    def adjustments(self) -> list[AgreementResponse]:
        """Remarks of whoever would change something."""
        return [one for one in self.remarks if one.value == "adjust"]


def agreements_of(person: Person, circle: Community) -> dict[str, Any]:
    """{proposed, in_force, ended: [Card], member, any} for the include `harvest/agreements.html`."""
    rows = agreements().filter(community=circle, duplicate_of=None).exclude(node_status="withdrawn")
    rows = rows.select_related("proposed_by", "ending_asked_by").order_by("proposed_at", "pk")
    members = members_of(circle)
    member = person.pk in members and access.may(person, "agreement", "respond", circle)
    cards = [card(row, person, circle, members, member) for row in rows]
    ended = [one for one in cards if one.row.status in ("retired", "declined")]
    return {
        "proposed": [one for one in cards if one.row.status == "proposed"],
        "in_force": [one for one in cards if one.row.status in IN_FORCE],
        "ended": ended[-ENDED:],
        "member": member,
        "any": bool(cards),
        "respond": load_words(HOUSE / "content" / "lifecycle", get_language() or "nl").text(
            "agreements_texts", "ag.respond"
        ),
        "note": load_words(HOUSE / "content" / "lifecycle", get_language() or "nl").text(
            "agreements_texts", "ag.objection_note"
        ),
    }


def card(row: Agreement, person: Person, circle: Community, members: set[object], member: bool) -> Card:
    """One agreement as this person sees it."""
    lang = get_language() or "nl"
    about = next((one for one in ("adopt", "end") if is_asked(row, one)), "")
    said = current_answers(row, about or "adopt")
    active = [one for one in said if one.person_id in members]
    everybody = bool(row.level) and about == "adopt" and lowers(circle, row.level)
    today = timezone.localdate()
    return Card(
        row=row,
        about=about,
        answered=len(active),
        active=len(members),
        needed=len(members) if everybody else share_of(len(members), 2, 3),
        everybody=everybody,
        mine=next((one for one in said if one.person_id == person.pk), None),
        values=ANSWERS.get(about, ()),
        remarks=[one for one in said if one.remark],
        can_answer=member and bool(about),
        proposer=row.proposed_by_id == person.pk,
        may_decline=member and any(long_open(one, today) for one in said if row.status == "proposed"),
        **looking_back(row, person, lang),
    )


def long_open(one: AgreementResponse, today: date) -> bool:
    """Whether an objection has been open for two weeks; the verb counts the active days."""
    return one.value == "object" and (today - timezone.localdate(one.at)).days >= OBJECTION_DAYS


def looking_back(row: Agreement, person: Person, lang: str) -> dict[str, Any]:
    """The look back that goes on, or what the last one showed."""
    running = row.reviews.filter(closed_on=None).last()
    if running is not None:
        rated = ReviewMark.objects.filter(review=running, person=person).exists()
        scale = list(enumerate(shared(lang).lines("scales", "scale.agree5"), start=1))
        return {"review": running, "rated": rated, "scale": scale}
    last = row.reviews.exclude(closed_on=None).order_by("closed_on").last()
    if last is None:
        return {}
    mean = lived(last)
    hard = ""
    if is_hard(row):
        hard = load_words(HOUSE / "content" / "lifecycle", lang).text("agreements_texts", "ag.address")
    return {
        "mean": shown(mean, 1, lang) if mean is not None else "",
        "looked_on": last.closed_on,
        "old": not counts_still(last, timezone.localdate()),
        "few": mean is None,
        "hard": hard,
    }
