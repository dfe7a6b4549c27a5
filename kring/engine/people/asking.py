"""Another role in one's own circle: asked for, then given by who guides, or by everybody where nobody guides.

The request is a membership of that role that does not hold yet (status `asked`). Everything may be pressed twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kring.engine.people.circles import change_role, check_role, end
from kring.engine.people.models import Community, Consent, Membership, Person
from kring.engine.people.recording import recorded
from kring.engine.people.roles import everybody_says_yes
from kring.engine.rights import may
from kring.kit.payload import Refused


@dataclass(frozen=True)
class Asked:
    """A request for a role. `needed` and `yes`: how many others must agree and how many do, where nobody guides."""

    row: Membership
    yes: int = 0
    needed: int = 0


def own_row(person: Person, community: Community) -> Membership:
    """The membership that holds for this person. Raises Refused("not_allowed") when there is none."""
    row: Membership | None = (
        community.memberships.current().filter(person=person).select_related("person", "community").first()
    )
    if row is None:
        raise Refused("not_allowed")
    return row


def has_guide(community: Community) -> bool:
    """Whether somebody guides this circle now."""
    return community.memberships.listed().filter(role="facilitator").exists()


def ask_role(person: Person, community: Community, role: str, *, until: date | None = None) -> Membership:
    """Ask for another role; whoever may give roles here has it at once. Asked again, the newest counts.

    Raises Refused: not_allowed, unknown_role, same_role, needs_until, until_past.
    """
    mine = own_row(person, community)
    if community.memberships.current().filter(person=person, role=role).exists():
        raise Refused("same_role")
    if may(person, "role_assignment_community", "manage", community):
        return change_role(mine, role, by=person, until=until)
    check_role(community, role, until, None)
    with recorded(person):
        community.memberships.filter(person=person, status="asked").exclude(role=role).delete()
        row, _ = Membership.objects.get_or_create(
            person=person, community=community, role=role, defaults={"status": "asked"}
        )
        row.status, row.until = "asked", until
        row.save(update_fields=["status", "until"])
    return row


def stop_asking(person: Person, community: Community) -> None:
    """Take the request back."""
    with recorded(person):
        community.memberships.filter(person=person, status="asked").delete()


def asked_in(community: Community) -> list[Asked]:
    """The requests that wait, with who agrees so far where nobody guides."""
    rows = community.memberships.filter(status="asked", person__state="active").select_related("person")
    guided, found = has_guide(community), []
    for row in rows.order_by("person__shown_name"):
        others = community.memberships.members().exclude(person=row.person).values("person")
        yes = standing(row).filter(person__in=others).count()
        found.append(Asked(row) if guided else Asked(row, yes, others.count()))
    return found


def about(row: Membership) -> str:
    """What a yes to this request is about."""
    return f"role.{row.role}.{row.pk}"


def standing(row: Membership) -> QuerySet[Consent]:
    """Every yes to this request that stands."""
    return Consent.objects.filter(about=about(row), community=row.community, withdrawn_on=None)


def give_role(row: Membership, *, by: Person) -> bool:
    """A yes to a request: of who guides it is given at once; where nobody guides, when every other member says
    so. Whether it is given now.

    Raises Refused: not_allowed, gone.
    """
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=row.community_id)
        asked = (
            Membership.objects.select_related("person", "community").filter(pk=row.pk, status="asked").first()
        )
        if asked is None:
            raise Refused("gone")
        agreed = False
        if not may(by, "role_assignment_community", "manage", asked.community):
            agree(asked, by)
            agreed = everybody_says_yes(asked.community, about(asked), besides=asked.person)
            if not agreed:
                return False
        mine = own_row(asked.person, asked.community)
        change_role(mine, asked.role, by=by, until=asked.until, agreed=agreed)
        standing(asked).update(withdrawn_on=timezone.now())
    return True


def agree(asked: Membership, by: Person) -> None:
    """A member's yes where nobody guides. Raises Refused("not_allowed")."""
    community = asked.community
    member = community.memberships.members().filter(person=by).exists()
    if has_guide(community) or not member or by == asked.person:
        raise Refused("not_allowed")
    if not standing(asked).filter(person=by).exists():
        Consent.objects.create(person=by, about=about(asked), community=community)


def refuse_role(row: Membership, *, by: Person) -> None:
    """Who guides says no; the membership that holds stays as it is. Raises Refused("not_allowed")."""
    if not may(by, "role_assignment_community", "manage", row.community):
        raise Refused("not_allowed")
    with recorded(by):
        Membership.objects.filter(pk=row.pk, status="asked").delete()


def leave_circle(person: Person, community: Community) -> None:
    """Step out of a circle with every role in it; a request goes too. Whoever left already stays as they are.

    Raises Refused("not_allowed") for whoever never belonged to it.
    """
    rows = community.memberships.filter(person=person)
    if not rows.exists():
        raise Refused("not_allowed")
    with recorded(person):
        rows.filter(status="asked").delete()
        for row in rows.filter(status="active"):
            end(row)
