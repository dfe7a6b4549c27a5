"""Looking back on agreements without names, and what the calendar does with them by itself (AG-6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kring.engine.freshness import still_counts
from kring.engine.harvest.agreements import IN_FORCE, agreements, held, members_of
from kring.engine.harvest.answering import count, open_objections, plan_review
from kring.engine.harvest.models import Agreement, AgreementReview, ReviewMark
from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Community, Person
from kring.kit.payload import Refused

RATING_DAYS = 7
FIVE = 5
LIVED_WELL = Fraction(5, 2)
"""Below this mean the group asks itself what makes it hard (AG-6)."""


def start_review(agreement: Agreement, *, today: date | None = None) -> AgreementReview | None:
    """A week to say, without a name, whether we live up to it; the one that is open when there is one."""
    today = today or timezone.localdate()
    with transaction.atomic():
        row = held(agreement)
        running = row.reviews.filter(closed_on=None).first()
        if running is not None or row.status not in IN_FORCE:
            return running
        row.status = "under_review"
        row.save()
        return AgreementReview.objects.create(
            agreement=row, opened_on=today, closes_on=today + timedelta(days=RATING_DAYS)
        )


def rate(review: AgreementReview, person: Person, value: int, *, today: date | None = None) -> None:
    """One answer from 1 to 5, counted without a name; given once it cannot be given again.

    Raises Refused: members_only, review_closed, already_rated, unreadable.
    """
    today = today or timezone.localdate()
    if value not in range(1, 6):
        raise Refused("unreadable")
    with transaction.atomic():
        row = AgreementReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
        circle = row.agreement.community
        if circle is None or person.pk not in members_of(circle):
            raise Refused("members_only")
        if row.closed_on or today > row.closes_on:
            raise Refused("review_closed")
        if ReviewMark.objects.filter(review=row, person=person).exists():
            raise Refused("already_rated")
        ReviewMark.objects.create(review=row, person=person)
        row.counts = {**row.counts, str(value): row.counts.get(str(value), 0) + 1}
        row.save(update_fields=["counts"])


def lived(review: AgreementReview) -> Fraction | None:
    """The mean of a look back that is over, from five answers on (C-27); else None."""
    n = sum(review.counts.values())
    if review.closed_on is None or n < FIVE:
        return None
    return Fraction(sum(int(value) * times for value, times in review.counts.items()), n)


def counts_still(review: AgreementReview, today: date) -> bool:
    """Whether a look back that is over still says something about today (C-26)."""
    on, circle = review.closed_on, review.agreement.community
    return on is not None and still_counts("agreements.lived_mean", on, today, circle)


def close_review(review: AgreementReview, today: date) -> None:
    """The week is over. What goes well goes on; what does not stays under review until the group decides.

    Nobody needs to know any more who answered: beside the counts of few, that would say what they answered (NV-1).
    """
    with transaction.atomic():
        agreement = held(review.agreement)
        row = AgreementReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
        if row.closed_on is not None:
            return
        row.closed_on = today
        row.save(update_fields=["closed_on"])
        row.marks.all().delete()
        mean = lived(row)
        if agreement.status == "under_review" and (mean is None or mean >= LIVED_WELL):
            agreement.status = "adopted"
            plan_review(agreement, today)
            agreement.save()


def is_hard(agreement: Agreement) -> bool:
    """Whether the group should ask itself what makes it hard (`ag.address`)."""
    last = agreement.reviews.exclude(closed_on=None).order_by("closed_on").last()
    mean = lived(last) if last else None
    return agreement.status == "under_review" and mean is not None and mean < LIVED_WELL


def is_due(agreement: Agreement, today: date) -> bool:
    """Whether it is time to look back: the day has come, or five meetings were held since the last time."""
    if agreement.review_due is not None and agreement.review_due <= today:
        return True
    if not agreement.review_meetings or agreement.adopted_on is None:
        return False
    last = agreement.reviews.order_by("opened_on").last()
    since = last.closed_on or last.opened_on if last else agreement.adopted_on
    held_since = Meeting.objects.filter(
        community=agreement.community_id, status="closed", closed_at__date__gt=since
    )
    return held_since.count() >= agreement.review_meetings


def tend_agreements(today: date) -> int:
    """What time does by itself: the fourteen days of an objection, looking back, and the end of it; how many."""
    done = 0
    standing = (
        agreements()
        .filter(duplicate_of=None, community__ended_on=None)
        .exclude(Q(node_status="withdrawn") | Q(community=None))
    )
    waiting = standing.filter(Q(status="proposed") | Q(status__in=IN_FORCE, ending_asked_at__isnull=False))
    for one in waiting:
        with transaction.atomic():
            row = held(one)
            before = row.status
            count(row, today)
            done += row.status != before
    for review in AgreementReview.objects.filter(closed_on=None, closes_on__lt=today):
        close_review(review, today)
        done += 1
    for one in standing.filter(status="adopted").select_related("community__school"):
        if is_due(one, today) and start_review(one, today=today):
            done += 1
    return done


def measures(communities: Iterable[Community], today: date) -> dict[str, object]:
    """`agreements.open_objections`, `agreements.lived_mean` and `agreements.overdue_reviews` (lifecycle.md 10).

    The mean is taken over the newest look back of each adopted agreement, with five answers or more; one of long ago
    says nothing about today (C-26).
    """
    rows = list(agreements().filter(community__in=list(communities), status__in=("proposed", *IN_FORCE)))
    means = [
        mean
        for row in rows
        if (last := row.reviews.exclude(closed_on=None).order_by("closed_on").last())
        and (mean := lived(last)) is not None
        and counts_still(last, today)
    ]
    return {
        "agreements.open_objections": sum(len(open_objections(row)) for row in rows),
        "agreements.lived_mean": sum(means, Fraction()) / len(means) if means else None,
        "agreements.overdue_reviews": len(
            [row for row in rows if row.status == "adopted" and is_due(row, today)]
        ),
    }
