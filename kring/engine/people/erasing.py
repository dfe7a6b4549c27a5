"""Being removed (roles.md 7.3): fourteen days to think again, then the name goes and others keep their work."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from auditlog.context import disable_auditlog
from auditlog.models import LogEntry
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from kring.engine.anchors.own import leave_anchors
from kring.engine.harvest.models import (
    Action,
    ActionAnswer,
    Agreement,
    AgreementResponse,
    Experience,
    HarvestClosing,
    HarvestProposal,
    RepertoireUse,
    TraceLink,
)
from kring.engine.learning.own import leave_learning
from kring.engine.meetings.models import Meeting, NamedContribution, Publication, Seat, Tombstone
from kring.engine.meetings.photos import photos_added, photos_of
from kring.engine.meetings.signed import former, meetings_with, sign_anew
from kring.engine.mutual.own import leave_mutual
from kring.engine.parting.own import leave_partings
from kring.engine.people.grants import is_last_admin
from kring.engine.people.models import Community, Erasure, Invitation, Person, long_token
from kring.engine.people.sessions import end_sessions
from kring.engine.research.names import forget_person
from kring.engine.retention import terms
from kring.engine.transfer.own import leave_looking
from kring.engine.words import interface
from kring.kit.payload import Refused

log = logging.getLogger("kring.people")
DAYS_TO_THINK = 14


def ask_erasure(person: Person, *, texts_too: Iterable[Community] = (), today: date | None = None) -> Erasure:
    """Somebody asks to be removed; nothing happens for fourteen days. Asked again, the first date stands.

    `texts_too`: the circles from which their texts go as well. Raises Refused("last_admin").
    """
    if is_last_admin(person):
        raise Refused("last_admin")
    due = (today or timezone.localdate()) + timedelta(days=DAYS_TO_THINK)
    with transaction.atomic():
        erasure, _ = Erasure.objects.get_or_create(person=person, defaults={"due_on": due})
        erasure.texts_too.set(texts_too)
    return erasure


def keep_me(person: Person) -> None:
    """Thought again: the request to be removed is gone."""
    Erasure.objects.filter(person=person).delete()


def erase_due(today: date | None = None) -> int:
    """Remove whoever asked for it fourteen days ago, and accounts past their term (rt.account); how many.

    The daily chore. Run twice on one day, the second time finds nobody.
    """
    today = today or timezone.localdate()
    count = 0
    for erasure in Erasure.objects.filter(due_on__lte=today).select_related("person"):
        erase_person(erasure.person, texts_too=list(erasure.texts_too.all()), receipt=str(erasure.pk))
        count += 1
    past = today - timedelta(days=terms()["rt.account"])
    for person in Person.objects.filter(state="left", left_on__lt=past):
        erase_person(person)
        count += 1
    return count


def erase_person(person: Person, *, texts_too: Iterable[Community] = (), receipt: str = "") -> None:
    """Take somebody out of Kring. What others built on stays, without the name; what was only theirs goes.

    First their id goes on the list that a restore replays; when that cannot be written, nothing is erased
    and OSError is raised. With `receipt` a letter without personal data is sent to the old address.
    """
    circles = list(texts_too)
    remember(person, circles)
    email, language = person.email, person.language
    with transaction.atomic(), disable_auditlog():
        counts = {
            "texts": bury_texts(person, circles),
            "results": delete_named_results(person),
            "seats": leave_seats(person),
        }
        leave_harvest(person, circles)
        leave_learning(person, circles)
        leave_looking(person, circles)
        leave_mutual(person, circles)
        leave_anchors(person, circles)
        leave_partings(person, circles)
        forget_person(person)
        forget_in_log(person)
        end_sessions(person)
        if person.email:
            Invitation.objects.filter(email=person.email).delete()
        person.delete()
    log.info("Removed somebody: %(texts)d texts, %(results)d results, %(seats)d seats.", counts)
    if receipt and email:
        send_receipt(email, language, receipt, counts)


def bury_texts(person: Person, circles: list[Community]) -> int:
    """Replace what this person said in these circles by tombstones without content, photos too; how many."""
    rows = NamedContribution.objects.filter(seat__person=person, activity__meeting__community__in=circles)
    # What waits for a next meeting goes with its author, in every circle.
    for _, place in (*photos_of(rows), *photos_added(person.additions.all())):
        place.unlink(missing_ok=True)
    Tombstone.objects.bulk_create(
        [Tombstone(uuid=row.uuid, activity_id=row.activity_id, seq=row.seq, kind=row.kind) for row in rows],
        ignore_conflicts=True,
    )
    return rows.delete()[0]


def delete_named_results(person: Person) -> int:
    """Results with names in which this person took part go: they cannot be shown without them; how many."""
    seats = {str(seat) for seat in Seat.objects.filter(person=person).values_list("pk", flat=True)}
    activities = Publication.objects.filter(activity__meeting__seats__person=person)
    named = [
        publication.pk
        for publication in activities.distinct()
        if seats & {one for figure in publication.rows.values() for row in figure.values() for one in row}
    ]
    Publication.objects.filter(pk__in=named).delete()
    return len(named)


def leave_seats(person: Person) -> int:
    """Empty the chairs: no name, no device, no way back; and no name beside what they showed or hid."""
    seats = list(Seat.objects.filter(person=person).select_related("meeting"))
    sign_anew(meetings_with(person), person.shown_name)
    for seat in seats:
        sign_anew([seat.meeting], seat.shown_name)
        seat.person, seat.way_back, seat.key = None, "", long_token()
        seat.shown_name = former(seat.meeting)
        seat.save(update_fields=["person", "way_back", "key", "shown_name"])
    return len(seats)


def leave_harvest(person: Person, circles: list[Community]) -> None:
    """Harvest stays with the circle, without the name. What only this person could see goes, and where their
    texts go, so do their remarks and experiences."""
    Action.objects.filter(private=True, owners=person).exclude(
        pk__in=Action.objects.filter(private=True, owners__in=Person.objects.exclude(pk=person.pk))
    ).delete()
    forget_reasons(person, circles)
    Experience.objects.filter(person=person, action__community__in=circles).delete()
    AgreementResponse.objects.filter(person=person, agreement__community__in=circles).update(remark="")
    ActionAnswer.objects.filter(person=person, action__community__in=circles).update(note="")
    RepertoireUse.objects.filter(person=person, item__community__in=circles).update(where="", remark="")
    TraceLink.objects.filter(made_by=person, to_node__community__in=circles).update(why="")
    name = person.shown_name
    mine = Meeting.objects.filter(community__memberships__person=person) | Meeting.objects.filter(
        leadings__person=person
    )
    for meeting in mine.distinct():
        former = interface(meeting.language).text("people", "former_member")
        HarvestProposal.objects.filter(meeting=meeting, owner=name).update(owner="")
        HarvestProposal.objects.filter(meeting=meeting, decided_by=name[:80]).update(decided_by=former)
        HarvestClosing.objects.filter(meeting=meeting, by=name[:80]).update(by=former)
        QuerySet(Action).filter(meeting=meeting, owner_text=name[:40]).update(owner_text="")


def forget_reasons(person: Person, circles: list[Community]) -> None:
    """Their words that also stand beside what the circle decided: an objection, why to let go, why to stop."""
    for said in AgreementResponse.objects.filter(person=person, agreement__community__in=circles):
        QuerySet(Agreement).filter(pk=said.agreement_id, node_reason=said.remark).update(node_reason="")
    for told in ActionAnswer.objects.filter(person=person, action__community__in=circles):
        QuerySet(Action).filter(pk=told.action_id, node_reason=told.note).update(node_reason="")
    asked: QuerySet[Agreement] = QuerySet(Agreement).filter(ending_asked_by=person, community__in=circles)
    asked.filter(node_reason=F("ending_reason")).update(node_reason="")
    asked.update(ending_reason="")


def forget_in_log(person: Person) -> None:
    """The log keeps that something changed, not who it was about or who did it."""
    mine = {
        "person": [str(person.pk)],
        "membership": keys(person.memberships),
        "rolegrant": keys(person.grants),
        "promise": keys(person.promises),
        "invitation": keys(Invitation.objects.filter(email=person.email or "-")),
    }
    about = Q(changes__icontains=str(person.pk))
    for name in {json.dumps(person.shown_name), json.dumps(person.shown_name, ensure_ascii=False)}:
        about |= Q(content_type__model="team", changes__icontains=name)
    for model, ids in mine.items():
        about |= Q(content_type__model=model, object_pk__in=ids)
    rows = LogEntry.objects.filter(about, content_type__app_label="engine")
    rows.update(object_repr="", changes=None, changes_text="")
    LogEntry.objects.filter(object_pk=str(person.pk)).update(object_pk="")
    LogEntry.objects.filter(actor=person).update(actor=None, actor_email=None)


def keys(rows: Any) -> list[str]:
    """The keys of these rows, as the log writes them."""
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def send_receipt(email: str, language: str, receipt: str, counts: dict[str, int]) -> None:
    """A letter that says what was done, without a name in it; the last one to this address."""
    words = interface(language)
    send_mail(
        words.text("people", "receipt_subject"),
        words.text("people", "receipt_letter", "", number=receipt[:8], **counts),
        None,
        [email],
        fail_silently=True,
    )


def erased_list() -> Path:
    """The list of who was removed: ids only, beside the database and outside its backups."""
    return Path(settings.DATA) / "erased.jsonl"


def remember(person: Person, circles: list[Community]) -> None:
    """Put somebody's id on the list. Raises OSError when it cannot be written."""
    line = {"person": str(person.pk), "texts_too": [str(circle.pk) for circle in circles]}
    with erased_list().open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def erase_again() -> int:
    """After a restore: remove again whoever was removed since that backup; how many."""
    place = erased_list()
    if not place.exists():
        return 0
    lines = {line for line in place.read_text(encoding="utf-8").splitlines() if line.strip()}
    count = 0
    for line in sorted(lines):
        known = json.loads(line)
        if person := Person.objects.filter(pk=known["person"]).first():
            erase_person(person, texts_too=Community.objects.filter(pk__in=known["texts_too"]))
            count += 1
    return count
