"""The learning question: proposed, adopted, sharpened, and asked again (lifecycle.md 2.2 RU-1 and 5).

Every version is kept with its reason. A circle without a cycle begins one with the first words of its question.
"""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kring.engine.harvest.agreements import holidays_of, members_of, moment
from kring.engine.harvest.consent import OBJECTION_DAYS, Answer, share_of
from kring.engine.learning.cycles import begin_cycle, check_member, held_cycle
from kring.engine.learning.models import LearningCycle, LearningQuestionVersion, QuestionResponse
from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Community, Person
from kring.engine.people.recording import recorded
from kring.engine.rights import may
from kring.kit.numbers import active_days
from kring.kit.payload import Refused, text_of

SHORTEST, LONGEST, WHY = 10, 140, 280
OLD_MEETINGS, OLD_DAYS = 5, 180
"""From so many held meetings or active days on, the group is asked whether its question is still right."""
VALUES = ("ok", "adjust", "object")


def propose_question(
    community: Community, *, by: Person, text: str, why: str = "", today: date | None = None
) -> LearningQuestionVersion:
    """A member puts the question in other words; their own answer is ok. The first one begins a cycle.

    A question that still waited for answers makes way for the new one. The same words again are the version
    that stands. `why` is needed once a question was adopted. Raises Refused: members_only, text_too_short,
    text_too_long, empty_text, why_needed.
    """
    today = today or timezone.localdate()
    words = text_of({"text": " ".join(text.split())}, "text", LONGEST)
    if len(words) < SHORTEST:
        raise Refused("text_too_short", n=SHORTEST)
    reason = text_of({"text": why}, "text", WHY, needed=False)
    with recorded(by):
        if not may(by, "learning_question", "propose_version", community):
            raise Refused("members_only")
        check_member(by, community)
        cycle = held_cycle(begin_cycle(community, today))
        known = list(cycle.questions.filter(withdrawn_on=None, superseded_on=None))
        for one in known:
            if one.text == words:
                return one
        if any(one.adopted_on for one in known) and not reason:
            raise Refused("why_needed")
        cycle.questions.filter(adopted_on=None, withdrawn_on=None).update(withdrawn_on=today)
        made = LearningQuestionVersion.objects.create(
            cycle=cycle,
            number=cycle.questions.count() + 1,
            text=words,
            why=reason,
            proposed_by=by,
            proposed_at=moment(today),
        )
        QuestionResponse.objects.create(version=made, person=by, value="ok", at=moment(today))
        count_responses(made, today)
    return made


def respond_to_question(
    version: LearningQuestionVersion, *, by: Person, value: str, remark: str = "", today: date | None = None
) -> LearningQuestionVersion:
    """A member's answer to a proposed question: ok, adjust (yes, with a change) or object, the last two with words.

    Raises Refused: members_only, not_asked, remark_needed, unreadable.
    """
    today = today or timezone.localdate()
    if value not in VALUES:
        raise Refused("unreadable")
    words = text_of({"text": remark}, "text", WHY, needed=False)
    if value != "ok" and not words:
        raise Refused("remark_needed")
    with recorded(by):
        cycle = held_cycle(version.cycle)
        check_member(by, cycle.community)
        row = LearningQuestionVersion.objects.get(pk=version.pk)
        mine = current_responses(row).get(by.pk)
        if mine is not None and (mine.value, mine.remark) == (value, words):
            return row
        if row.adopted_on or row.withdrawn_on:
            raise Refused("not_asked")
        QuestionResponse.objects.create(version=row, person=by, value=value, remark=words, at=moment(today))
        count_responses(row, today)
    return row


def current_responses(version: LearningQuestionVersion) -> dict[object, QuestionResponse]:
    """The newest answer of each person."""
    rows = version.responses.select_related("person").order_by("at", "pk")
    return {row.person_id: row for row in rows if row.person_id is not None}


def question_outcome(
    active: set[object], answers: list[Answer], today: date, free: list[tuple[date, date]]
) -> str:
    """ "", agreed (every active member says ok or adjust) or agreed_with_objection (AG-4: the objection stood
    open for fourteen active days and four fifths say ok or adjust)."""
    counting = [one for one in answers if one.person in active]
    against = [one for one in counting if one.value == "object"]
    if not active:
        return ""
    if not against:
        return "agreed" if len(counting) == len(active) else ""
    if any(active_days(one.on, today, free) < OBJECTION_DAYS for one in against):
        return ""
    return "agreed_with_objection" if len(counting) - len(against) >= share_of(len(active), 4, 5) else ""


def count_responses(version: LearningQuestionVersion, today: date) -> bool:
    """Adopt the question when the group agrees; whether it did. The cycle is held."""
    circle = version.cycle.community
    said = [
        Answer(row.person_id, row.value, timezone.localdate(row.at))
        for row in current_responses(version).values()
    ]
    if not question_outcome(members_of(circle), said, today, holidays_of(circle)):
        return False
    version.cycle.questions.filter(adopted_on__isnull=False, superseded_on=None).update(superseded_on=today)
    version.adopted_on = today
    version.save(update_fields=["adopted_on"])
    Community.objects.filter(pk=circle.pk).update(learning_question=version.text)
    return True


def current_question(cycle: LearningCycle) -> LearningQuestionVersion | None:
    """The question that was adopted last, or None."""
    return cycle.questions.filter(adopted_on__isnull=False, superseded_on=None).last()


def proposed_question(cycle: LearningCycle) -> LearningQuestionVersion | None:
    """The question that the group is answering now, or None."""
    return cycle.questions.filter(adopted_on=None, withdrawn_on=None).last()


def withdraw_question(version: LearningQuestionVersion, *, by: Person, today: date | None = None) -> None:
    """Whoever proposed it takes it back. Raises Refused("not_your_proposal")."""
    with recorded(by):
        held_cycle(version.cycle)
        row = LearningQuestionVersion.objects.get(pk=version.pk)
        if row.proposed_by_id != by.pk or row.adopted_on:
            raise Refused("not_your_proposal")
        row.withdrawn_on = row.withdrawn_on or today or timezone.localdate()
        row.save(update_fields=["withdrawn_on"])


# ---- is it still right? ---------------------------------------------------------------------------------


def settled_on(version: LearningQuestionVersion) -> date:
    """The day from which the age of the question counts: adopted, or said to be still right since."""
    return version.confirmed_on or version.adopted_on or timezone.localdate(version.proposed_at)


def age_in_meetings(version: LearningQuestionVersion, since: date | None = None) -> int:
    """`lifecycle.question_age_meetings`: held meetings since the question was adopted (or since another day)."""
    begin = since or version.adopted_on or timezone.localdate(version.proposed_at)
    return Meeting.objects.filter(
        community=version.cycle.community_id, status="closed", closed_at__date__gt=begin
    ).count()


def asks_again(version: LearningQuestionVersion, today: date | None = None) -> bool:
    """Whether the group is asked if its question is still right (`home.reconsider`)."""
    today = today or timezone.localdate()
    begin = settled_on(version)
    if age_in_meetings(version, begin) >= OLD_MEETINGS:
        return True
    return active_days(begin, today, holidays_of(version.cycle.community)) >= OLD_DAYS


def say_still_right(version: LearningQuestionVersion, *, by: Person, today: date | None = None) -> None:
    """A member says it is still right; from half of the active members on, the question is not asked for now.

    Raises Refused: members_only, not_asked.
    """
    today = today or timezone.localdate()
    with recorded(by):
        cycle = held_cycle(version.cycle)
        check_member(by, cycle.community)
        row = LearningQuestionVersion.objects.get(pk=version.pk)
        if row.adopted_on is None or row.superseded_on:
            raise Refused("not_asked")
        if not asks_again(row, today):
            return
        row.still_right.get_or_create(person=by, said_on=today)
        members = members_of(cycle.community)
        if len(sayers(row) & members) >= share_of(len(members), 1, 2):
            row.confirmed_on = today
            row.save(update_fields=["confirmed_on"])


def sayers(version: LearningQuestionVersion) -> set[object]:
    """Who said since the question was settled that it is still right."""
    rows = version.still_right.filter(said_on__gt=settled_on(version))
    return set(rows.values_list("person_id", flat=True))


def tend_questions(today: date) -> int:
    """The daily round: the fourteen days of an objection pass by themselves; how many questions were adopted."""
    waiting = LearningQuestionVersion.objects.filter(
        adopted_on=None, withdrawn_on=None, cycle__community__ended_on=None
    )
    done = 0
    for one in waiting:
        with recorded(None):
            held_cycle(one.cycle)
            row = LearningQuestionVersion.objects.select_related("cycle__community__school").get(pk=one.pk)
            if row.adopted_on is None and row.withdrawn_on is None:
                done += count_responses(row, today)
    return done
