"""The group makes, keeps, changes and ends its own agreements (lifecycle.md 10)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from django.utils import timezone

from kring.conftest import person
from kring.engine.harvest.agreements import agreements, propose_agreement
from kring.engine.harvest.answering import current_answers, open_objections, respond, withdraw_objection
from kring.engine.harvest.confidentiality import level_of
from kring.engine.harvest.consent import Answer, after_active_days, agreed, change_of
from kring.engine.harvest.looking_back import (
    close_review,
    is_hard,
    lived,
    measures,
    rate,
    start_review,
    tend_agreements,
)
from kring.engine.harvest.models import AgreementResponse, ReviewMark
from kring.engine.harvest.revising import ask_ending, decline, keep_it, revise, withdraw_proposal
from kring.engine.meetings.mentions import named_in
from kring.engine.people.models import Holiday, Membership
from kring.kit.payload import Refused

EXAMPLES = yaml.safe_load((Path(__file__).parent / "examples" / "consent.yaml").read_text(encoding="utf-8"))
DAY = date(2026, 3, 2)
TEXT = "We vragen eerst door en geven daarna pas raad."


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda case: case["why"])
def test_when_a_group_agrees(case):
    answers = [
        Answer(who, value, DAY - timedelta(int(ago)))
        for who, value, ago in (one.split() for one in case["answers"])
    ]
    free = [(DAY - timedelta(a), DAY - timedelta(b)) for a, b in case.get("free", [])]
    assert agreed(set(case["active"]), answers, DAY, free) == case["expect"]


@pytest.mark.parametrize(
    ("old", "new", "size"), [("", "", 0), ("we", "jij", 3), ("kitten", "sitting", 3), ("raad", "raad.", 1)]
)
def test_the_size_of_a_change(old, new, size):
    assert change_of(old, new) == size


def test_active_days_ahead_skip_holidays():
    assert after_active_days(DAY, 5) == date(2026, 3, 7)
    assert after_active_days(DAY, 5, [(date(2026, 3, 4), date(2026, 3, 10))]) == date(2026, 3, 14)


@pytest.fixture
def seven(cast):
    """Kring Noord with seven active members; Amina guides and is no member."""
    names = ["Noor", "Otto", "Pien", "Quin", "Roos", "Sem"]
    people = [cast.bram.person] + [person(cast.organisation, name, school=cast.school) for name in names]
    for one in people[1:]:
        Membership.objects.create(person=one, community=cast.community)
    Membership.objects.update(since=DAY - timedelta(400))
    return people


def proposed(cast, **fields):
    fields = {"by": cast.bram.person, "text": TEXT, "today": DAY} | fields
    return propose_agreement(cast.community, **fields)


def say(agreement, people, value, remark="", on=DAY, about="adopt"):
    for one in people:
        respond(agreement, one, value, remark, today=on, about=about)
    agreement.refresh_from_db()
    return agreement


def test_any_member_proposes_and_twice_is_once(cast, seven):
    one = proposed(cast)
    assert (one.status, one.node_status, one.stage) == ("proposed", "open", "agreement")
    assert proposed(cast, text="we vragen  eerst door en geven daarna pas raad.", by=seven[1]) == one


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": "Kort."}, "text_too_short"),
        ({"text": "x" * 281}, "text_too_long"),
        ({"test": "x" * 141}, "text_too_long"),
        ({"kind": "wish"}, "unreadable"),
        ({"kind": "confidentiality"}, "unreadable"),
        ({"level": "closed"}, "unreadable"),
    ],
)
def test_what_no_agreement_can_be(cast, fields, code):
    with pytest.raises(Refused, match=code):
        proposed(cast, **fields)


def test_whoever_guides_proposes_only_until_the_group_has_one(cast, seven):
    """AG-1."""
    first = proposed(cast, by=cast.amina.person)
    say(first, seven[:5], "ok")
    with pytest.raises(Refused, match="may_not_propose"):
        proposed(cast, by=cast.amina.person, text="We beginnen en stoppen op tijd.")
    cast.join("amina", cast.community)
    assert proposed(cast, by=cast.amina.person, text="We beginnen en stoppen op tijd.").status == "proposed"


@pytest.mark.parametrize("name", ["amina", "chris", "dewi", "els", "joost", "zara"])
def test_only_active_members_answer(cast, seven, name):
    one = proposed(cast)
    with pytest.raises(Refused, match="members_only"):
        respond(one, cast[name].person, "ok")


def test_who_is_on_leave_does_not_count(cast, seven):
    Membership.objects.filter(person__in=seven[4:]).update(on_leave=True)
    one = say(proposed(cast), seven[:3], "ok")
    assert one.status == "adopted"
    with pytest.raises(Refused, match="members_only"):
        respond(one, seven[5], "ok")


@pytest.mark.parametrize("value", ["adjust", "object"])
def test_an_adjust_and_an_objection_say_why(cast, value):
    with pytest.raises(Refused, match="remark_needed"):
        respond(proposed(cast), cast.bram.person, value, "  ")


def test_five_of_seven_adopt(cast, seven):
    """AG-3: ceil(2/3 of 7) is five."""
    one = say(proposed(cast), seven[:4], "ok")
    assert one.status == "proposed"
    say(one, seven[4:5], "adjust", "Ook online.")
    assert (one.status, one.adopted_on, one.review_due) == ("adopted", DAY, DAY + timedelta(120))


def test_answering_twice_is_once_and_another_answer_replaces_the_first(cast, seven):
    one = say(say(proposed(cast), seven[:1], "ok"), seven[:1], "ok")
    assert one.responses.count() == 1
    say(one, seven[:1], "object", "Dit werkt niet.")
    assert [row.value for row in current_answers(one)] == ["object"]
    assert one.responses.count() == 2


def test_the_worked_check(cast, seven):
    """AG-3 and AG-4 with seven members, as it stands in the chapter."""
    one = say(proposed(cast), seven[:5], "ok")
    assert one.status == "adopted"
    two = proposed(cast, text="We beginnen en stoppen op tijd.")
    say(two, seven[5:6], "object", "Ik kom van een andere locatie.")
    say(two, seven[:5], "ok")
    assert two.status == "proposed"
    tend_agreements(DAY + timedelta(14))
    two.refresh_from_db()
    assert two.status == "proposed"
    say(two, seven[6:], "ok", on=DAY + timedelta(14))
    assert two.status == "adopted"
    assert [row.remark for row in open_objections(two)] == ["Ik kom van een andere locatie."]


def test_the_fourteenth_day_arrives_by_itself_and_holidays_do_not_count(cast, seven):
    one = say(proposed(cast), seven[5:6], "object", "Ik kom van een andere locatie.")
    say(one, [*seven[:5], seven[6]], "ok")
    Holiday.objects.create(
        school=cast.school, name="Vrij", first_day=DAY + timedelta(1), last_day=DAY + timedelta(3)
    )
    tend_agreements(DAY + timedelta(14))
    one.refresh_from_db()
    assert one.status == "proposed"
    assert tend_agreements(DAY + timedelta(17)) == 1
    one.refresh_from_db()
    assert one.status == "adopted"


def test_an_objection_is_taken_back_by_its_author_only(cast, seven):
    one = say(proposed(cast), seven[5:6], "object", "Ik kom van een andere locatie.")
    say(one, seven[:5], "ok")
    withdraw_objection(one, seven[0], today=DAY)
    assert len(open_objections(one)) == 1
    withdraw_objection(one, seven[5], today=DAY)
    one.refresh_from_db()
    assert one.status == "adopted" and open_objections(one) == []
    assert AgreementResponse.objects.filter(value="object").count() == 1, "what was said is kept"


def test_a_small_change_keeps_the_oks_and_a_large_one_asks_again(cast, seven):
    one = say(proposed(cast), seven[:3], "ok")
    say(one, seven[3:4], "adjust", "Raad liever heel laat.")
    two = revise(one, by=seven[3], text="We vragen eerst door en geven later pas raad.", today=DAY)
    one.refresh_from_db()
    assert (one.status, two.status, two.supersedes_id) == ("changed", "proposed", one.pk)
    assert {row.person for row in current_answers(two)} == set(seven[:3])
    three = revise(two, by=seven[3], text="We luisteren een half uur en zeggen daarna pas iets.", today=DAY)
    assert current_answers(three) == []
    assert revise(two, by=seven[3], text="We luisteren een half uur en zeggen daarna pas iets.") == three


def test_what_is_in_force_stays_until_its_new_version_is_adopted(cast, seven):
    one = say(proposed(cast), seven[:5], "ok")
    two = revise(one, by=seven[0], text="We vragen altijd eerst door, ook als er haast is.", today=DAY)
    one.refresh_from_db()
    assert (one.status, two.status) == ("adopted", "proposed")
    say(two, seven[:5], "ok", on=DAY + timedelta(1))
    one.refresh_from_db()
    assert (one.status, two.status) == ("changed", "adopted")


def test_a_proposal_is_withdrawn_by_whoever_made_it(cast, seven):
    one = proposed(cast)
    with pytest.raises(Refused, match="not_your_proposal"):
        withdraw_proposal(one, by=seven[1])
    assert withdraw_proposal(one, by=seven[0]).node_status == "withdrawn"
    with pytest.raises(Refused, match="gone"):
        respond(one, seven[1], "ok")


def test_a_proposal_that_an_objection_holds_up_can_be_let_go(cast, seven):
    one = say(proposed(cast), seven[:1], "object", "Dit remt ons juist.")
    with pytest.raises(Refused, match="not_yet_declined"):
        decline(one, by=seven[1], today=DAY + timedelta(13))
    done = decline(one, by=seven[1], today=DAY + timedelta(14))
    assert (done.status, done.node_status, done.node_reason) == (
        "declined",
        "closed_on_purpose",
        "Dit remt ons juist.",
    )


def test_the_group_ends_an_agreement_itself(cast, seven):
    one = say(proposed(cast), seven[:5], "ok")
    with pytest.raises(Refused, match="reason_short"):
        ask_ending(one, by=seven[0], reason="Klaar.")
    with pytest.raises(Refused, match="not_asked"):
        respond(one, seven[0], "ok", about="end")
    ask_ending(one, by=seven[0], reason="Het gaat nu vanzelf zo.", today=DAY)
    say(one, seven[:4], "ok", about="end")
    assert one.status == "adopted"
    review = start_review(one, today=DAY)
    rate(review, seven[0], 4, today=DAY)
    say(one, seven[4:5], "ok", about="end")
    assert (one.status, one.node_status, one.node_reason) == (
        "retired",
        "closed_on_purpose",
        "Het gaat nu vanzelf zo.",
    )
    assert one.reviews.get().closed_on and not ReviewMark.objects.exists()


def test_the_question_to_stop_goes_when_the_group_goes_on_and_old_answers_do_not_come_back(cast, seven):
    one = say(proposed(cast), seven[:5], "ok")
    ask_ending(one, by=seven[0], reason="Het gaat nu vanzelf zo.", today=DAY)
    say(one, seven[:4], "ok", about="end")
    keep_it(one, by=seven[5], today=DAY)
    ask_ending(one, by=seven[1], reason="Toch maar ermee stoppen.", today=DAY + timedelta(30))
    one.refresh_from_db()
    assert one.status == "adopted" and current_answers(one, "end") == []


def test_confidentiality_is_raised_by_the_group_at_once_and_lowered_by_everybody(cast, seven):
    """AG-5."""
    strict = proposed(cast, text="Gesloten: alles blijft hier.", kind="confidentiality", level="closed")
    say(strict, seven[:5], "ok")
    cast.community.refresh_from_db()
    assert cast.community.confidentiality == "closed"
    later = DAY + timedelta(30)
    loose = proposed(
        cast, text="Open: wat we leren, mag naar buiten.", kind="confidentiality", level="open", today=later
    )
    say(loose, seven[:6], "ok", on=later)
    assert loose.status == "proposed"
    say(loose, seven[6:], "ok", on=later)
    cast.community.refresh_from_db()
    assert (loose.status, cast.community.confidentiality) == ("adopted", "open")
    assert level_of(cast.community, DAY + timedelta(5)) == "closed", "what was said before stays inside"
    assert level_of(cast.community, later) == "open"
    assert level_of(cast.community, DAY - timedelta(5)) == "closed"


def test_looking_back_is_without_names_and_only_from_five_answers_on(cast, seven):
    """AG-6, C-27."""
    one = say(proposed(cast), seven[:5], "ok")
    review = start_review(one, today=DAY)
    assert start_review(one, today=DAY) == review
    for who, value in zip(seven[:5], (2, 2, 3, 2, 3), strict=True):
        rate(review, who, value, today=DAY)
    review.refresh_from_db()
    assert lived(review) is None, "nobody sees it while the week goes on"
    with pytest.raises(Refused, match="already_rated"):
        rate(review, seven[0], 5, today=DAY)
    with pytest.raises(Refused, match="members_only"):
        rate(review, cast.amina.person, 5, today=DAY)
    with pytest.raises(Refused, match="review_closed"):
        rate(review, seven[6], 5, today=DAY + timedelta(8))
    assert {field.name for field in ReviewMark._meta.fields} == {"id", "review", "person"}
    tend_agreements(DAY + timedelta(8))
    one.refresh_from_db()
    review.refresh_from_db()
    assert lived(review) == Fraction(12, 5) and is_hard(one) and one.status == "under_review"
    keep_it(one, by=seven[0], today=DAY + timedelta(9))
    one.refresh_from_db()
    assert one.status == "adopted" and not is_hard(one)


def test_four_answers_say_nothing_and_the_agreement_goes_on(cast, seven):
    one = say(proposed(cast), seven[:5], "ok")
    review = start_review(one, today=DAY)
    for who in seven[:4]:
        rate(review, who, 1, today=DAY)
    close_review(review, DAY + timedelta(8))
    one.refresh_from_db()
    review.refresh_from_db()
    assert lived(review) is None and one.status == "adopted"
    assert not ReviewMark.objects.exists(), "beside the answers of few, who answered says who gave which"


def test_looking_back_begins_by_itself_after_120_active_days(cast, seven):
    one = say(proposed(cast), seven[:5], "ok")
    assert tend_agreements(DAY + timedelta(119)) == 0
    assert measures([cast.community], DAY + timedelta(120))["agreements.overdue_reviews"] == 1
    assert tend_agreements(DAY + timedelta(120)) == 1
    one.refresh_from_db()
    assert one.status == "under_review"


def test_or_after_five_meetings(cast, seven):
    one = say(proposed(cast), seven[:5], "ok")
    for place in range(5):
        assert tend_agreements(DAY + timedelta(50)) == 0, place
        meeting = cast.meeting(opened=False).meeting
        meeting.status, meeting.closed_at = "closed", timezone.now().replace(year=2026, month=4, day=1)
        meeting.save()
    assert tend_agreements(DAY + timedelta(50)) == 1
    one.refresh_from_db()
    assert one.status == "under_review"


def test_a_date_the_group_chose_stands(cast, seven):
    one = proposed(cast)
    one.review_due = DAY + timedelta(300)
    one.save()
    say(one, seven[:5], "ok")
    assert (one.review_due, one.review_meetings) == (DAY + timedelta(300), None)


def test_a_name_in_an_agreement_is_noticed(cast, seven):
    amina = cast.amina.person
    assert named_in(cast.community, amina, "Bram praat minder, en pien luistert. Roosters blijven.") == [
        "Bram"
    ]
    assert named_in(cast.community, amina, "We praten met mensen.") == []


def test_measures(cast, seven):
    one = say(proposed(cast), seven[:5], "ok")
    two = proposed(cast, text="We beginnen en stoppen op tijd.")
    say(two, seven[:1], "object", "Ik kom van ver.")
    review = start_review(one, today=DAY)
    for who in seven[:5]:
        rate(review, who, 4, today=DAY)
    close_review(review, DAY + timedelta(8))
    assert measures([cast.community], DAY + timedelta(9)) == {
        "agreements.open_objections": 1,
        "agreements.lived_mean": 4,
        "agreements.overdue_reviews": 0,
    }
    assert agreements().count() == 2


def test_a_look_back_of_long_ago_says_nothing_about_today(cast, seven):
    review = start_review(say(proposed(cast), seven[:5], "ok"), today=DAY)
    for who in seven[:5]:
        rate(review, who, 4, today=DAY)
    close_review(review, DAY + timedelta(8))
    assert measures([cast.community], DAY + timedelta(128))["agreements.lived_mean"] == 4
    assert measures([cast.community], DAY + timedelta(129))["agreements.lived_mean"] is None
