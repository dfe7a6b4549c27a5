"""The rings and the people of a circle as pages show them: finished words, only what this person may see."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from kring.engine import access
from kring.engine.parting.deciding import may_ask, open_partings
from kring.engine.people.asking import asked_in, has_guide
from kring.engine.people.circles import ROLES, leaders_present
from kring.engine.people.consents import asked_about_guides, fine_with_guides
from kring.engine.people.models import Community, Invitation, Membership, Person
from kring.engine.people.roles import GUIDE_LEADS, roles_in
from kring.engine.research.projects import is_asked, projects_about, researchers, said_yes, takes_part
from kring.engine.rings.facts import Place
from kring.engine.rings.models import RingPicture
from kring.engine.rings.pictures import Rings, not_seen_lately, own_place, rings_of
from kring.engine.rings.saying import objects, wants_names
from kring.engine.words import HOUSE, interface, refusal, shared
from kring.kit.numbers import shown
from kring.kit.payload import Refused
from kring.kit.picture import Picture
from kring.kit.pictures.circle import rings
from kring.kit.pictures.parts import PHONE, Amount, Entry
from kring.kit.words import Words, load_words
from kring.pages.harvest.look import day

FROM_EDGE = ("newcomer", "edge", "active", "core")


def language() -> str:
    """The reader's language."""
    return get_language() or "nl"


def said(refused: Refused) -> str:
    """The sentence for a refusal, these pages' own first."""
    words = interface(language())
    if words.has("belonging", "refusal", refused.code):
        return words.text("belonging", "refusal", refused.code, **refused.values)
    return refusal(refused.code, language(), **refused.values)


def ring_words() -> Words:
    """What the rings say (lifecycle.md 6.4)."""
    return load_words(HOUSE / "content" / "lifecycle", language())


# ---- rings --------------------------------------------------------------------------------------------


def rings_part(person: Person, circle: Community) -> dict[str, Any]:
    """What `community/rings.html` shows: {} for whoever may not see it."""
    codes = roles_in(person, circle).codes
    found = rings_of(circle)
    n = found.picture.n if found.picture else 0
    inside = bool(codes & {"ME", "FA", "CF"})
    if not inside and not access.may(person, "ring_counts", "view", circle, n=n):
        return {}
    return {
        "circle": circle,
        "inside": inside,
        "why": found.why,
        "picture": ring_picture(found.picture) if found.picture else None,
        "after": day(timezone.localdate(found.picture.meeting.closed_at)) if found.picture else "",
        "names": named(found, person, circle),
        "mine": own_text(person, circle, codes),
    }


def ring_picture(kept: RingPicture) -> dict[str, Any]:
    """The counts as a picture with its table, for `house/parts/picture.html`."""
    words = interface(language())
    shown_rings = [name for name in FROM_EDGE if name != "newcomer" or kept.counts[name]]
    entries = [
        Entry(words.text("belonging", "rings", name), Amount(kept.counts[name], str(kept.counts[name])))
        for name in shown_rings
    ]
    made: Picture = rings(
        words.text("belonging", "rings_title"),
        words.text("belonging", "rings_description", n=kept.n),
        (words.text("belonging", "ring"), words.text("belonging", "people_count")),
        entries,
        look=PHONE,
        uid="rings",
    )
    return {"picture": made, "svg": mark_safe(made.svg), "table": True, "face": ""}


def named(found: Rings, person: Person, circle: Community) -> list[tuple[str, list[str]]]:
    """Ring by ring, from the core outwards, who stands there; only with everybody's yes."""
    if not found.names or not access.may(person, "ring_names", "view", circle, consent=True):
        return []
    words = interface(language())
    return [
        (words.text("belonging", "rings", name), [label(one) for one in found.names[name]])
        for name in reversed(FROM_EDGE)
        if name in found.names
    ]


def label(place: Place) -> str:
    """A name, with that they chose to be there."""
    name = place.membership.person.shown_name
    chosen = interface(language()).text("belonging", "chosen")
    return f"{name} ({chosen})" if place.chosen else name


def own_text(person: Person, circle: Community, codes: frozenset[str]) -> str:
    """The sentence of one's own ring; of a visitor that they are one; nothing for whoever only guides."""
    place = own_place(person, circle) if "ME" in codes else None
    if place is not None:
        return ring_words().text("rings", f"ring.{place.ring}")
    return ring_words().text("rings", "ring.visitor") if "CF" in codes else ""


def rings_page(person: Person, circle: Community) -> dict[str, Any]:
    """Everything of the page about rings."""
    member = circle.memberships.members().filter(person=person).first()
    place = own_place(person, circle)
    guides = "FA" in roles_in(person, circle).codes
    words = ring_words()
    return {
        "community": circle,
        "rings": rings_part(person, circle),
        "member": member,
        "place": place,
        "place_name": interface(language()).text("belonging", "rings", place.ring) if place else "",
        "numbers": numbers(place) if place else [],
        "small_steps": words.text("rings", "ring.small_steps"),
        "names_question": words.text("rings", "ag.ring_names"),
        "wants_names": wants_names(person, circle),
        "left_out": objects(person),
        "guides": guides,
        "to_ring_up": not_seen_lately(circle) if guides else [],
    }


def numbers(place: Place) -> list[tuple[str, str]]:
    """P, V and I of one's own, each as (name, in words and as a percentage)."""
    words, part = interface(language()), place.part
    rows = (
        ("presence", part.attended, part.held, part.presence),
        ("input", part.with_input, part.activities, part.input),
        ("initiative", part.initiatives, 0, part.initiative),
    )
    return [
        (
            words.text("belonging", name),
            words.text("belonging", f"{name}_value", n=n, of=of, percent=percent(share)),
        )
        for name, n, of, share in rows
    ]


def percent(share: Fraction) -> str:
    """A share as a whole percentage."""
    return f"{shown(100 * share, 0, language())}%"


# ---- people -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Somebody:
    """Somebody of the circle in the list; `form` is what the form for another role begins with."""

    row: Membership
    name: str
    until: str
    me: bool
    form: dict[str, str]


def people_page(person: Person, circle: Community) -> dict[str, Any]:
    """Everything of the page about who takes part."""
    rows = circle.memberships.listed().select_related("person").order_by("person__shown_name", "pk")
    people = [somebody(row, person) for row in rows]
    mine = list(circle.memberships.current().filter(person=person))
    gives_roles = access.may(person, "role_assignment_community", "manage", circle)
    asked = asked_in(circle)
    guided = has_guide(circle)
    return {
        "community": circle,
        "groups": [(role, [one for one in people if one.row.role == role]) for role in ROLES],
        "mine": mine,
        "my_roles": [role_name(one.role) for one in mine],
        "gives_roles": gives_roles,
        "invites": access.may(person, "membership", "invite", circle),
        "roles": [(role, role_name(role)) for role in ROLES],
        "other_roles": [(role, role_name(role)) for role in ROLES if role not in {one.role for one in mine}],
        "asked": [(one, role_name(one.row.role)) for one in asked if one.row.person_id != person.pk],
        "my_request": next((role_name(one.row.role) for one in asked if one.row.person_id == person.pk), ""),
        "guided": guided,
        "agrees": not guided and any(one.role == "member" for one in mine),
        "parts": may_ask(person, circle),
        "partings": open_partings(circle).exists(),
        "only_guide": is_only_guide(person, circle),
        "letters": letters_of(person, circle, gives_roles),
        "about_guides": shared(language()).text("consent_texts", GUIDE_LEADS)
        if asked_about_guides(person, circle)
        else "",
        "fine_with_guides": fine_with_guides(person, circle),
        "research": research_asked(person, circle),
        "leaders": [
            shared(language()).text("consent_texts", "co.lead_present", name=one.shown_name)
            for one in leaders_present(circle)
        ],
        "now": timezone.now(),
    }


def research_asked(person: Person, circle: Community) -> dict[str, Any]:
    """What a member is asked about research, with their own answer; {} where nobody asks. Whether all said yes is told
    only when they did: before that it would say something of the others."""
    if not is_asked(person, circle):
        return {}
    return {
        "question": shared(language()).text("consent_texts", "co.research"),
        "projects": [(one, researchers(one)) for one in projects_about(circle)],
        "yes": said_yes(person, circle),
        "everybody": takes_part(circle),
    }


def somebody(row: Membership, person: Person) -> Somebody:
    """One line of the list."""
    until, iso = (day(row.until), row.until.isoformat()) if row.until else ("", "")
    form = {"role": row.role, "until": iso}
    return Somebody(row, row.person.shown_name, until, row.person_id == person.pk, form)


def role_name(role: str) -> str:
    """A role in words."""
    return shared(language()).text("role_names", role)


def is_only_guide(person: Person, circle: Community) -> bool:
    """Whether nobody else guides this circle."""
    guides = circle.memberships.current().filter(role="facilitator")
    return guides.filter(person=person).exists() and not guides.exclude(person=person).exists()


def letters_of(person: Person, circle: Community, everybodys: bool) -> list[Invitation]:
    """The invitations that wait: who guides sees all, a member those they sent."""
    rows = Invitation.objects.filter(community=circle, accepted_at=None).select_related("invited_by")
    return list((rows if everybodys else rows.filter(invited_by=person)).order_by("-at"))
