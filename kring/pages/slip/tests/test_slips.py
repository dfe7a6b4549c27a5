"""Somebody without a seat: from a slip of paper to an answer that counts, and back to nothing (C-09, C-10)."""

from __future__ import annotations

import io
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from kring.conftest import Cast, Gathering
from kring.engine.live.request import voice_cookie
from kring.engine.meetings.course import go_to
from kring.engine.meetings.models import AnonymousContribution, SlipCount, Voice
from kring.engine.meetings.slips import lapse_slips, make_slips
from kring.engine.meetings.state import digest
from kring.engine.tests.speaking import PICKS
from kring.kit.payload import Refused
from kring.pages.join.guesses import FREE
from kring.pages.join.guesses import slips as guesses

CODE = re.compile(r"(?:\b[0-9A-HJKMNP-TV-Z]{4}\s){7}")


@pytest.fixture
def evening(cast: Cast) -> Gathering:
    """Three teachers in a meeting, at the step where everybody picks colours."""
    gathering = cast.meeting(people=3, settings=PICKS)
    go_to(gathering.meeting, "pick")
    return gathering


@pytest.fixture(autouse=True)
def nobody_guessed() -> None:
    guesses.networks.clear()


def slips(gathering: Gathering, n: int = 1, role: str = "student") -> list[str]:
    """Slips that were just printed: their codes."""
    seen = sum(SlipCount.objects.get_or_create(activity=gathering.activity)[0].made.values())
    return make_slips(gathering.activity, role, n, seen)


def scans(gathering: Gathering, code: str, client: Client | None = None) -> Client:
    """A phone that scanned this slip and stands on the page of its voice."""
    phone = client or Client()
    answer = phone.post(reverse("slip"), {"code": code})
    assert answer.status_code == 302 and answer["Location"] == f"/v/{gathering.activity.pk}/"
    return phone


def page(gathering: Gathering, phone: Client) -> str:
    """What stands on it now."""
    return phone.get(f"/v/{gathering.activity.pk}/").content.decode()


def says(gathering: Gathering, phone: Client, *colours: str, **form: Any) -> Any:
    """Pick colours for thinking, without script."""
    said = {"_step": "pick", "_kind": "cc.pick", "_key": "think", "colours:list": list(colours), **form}
    return phone.post(f"/v/{gathering.activity.pk}/say/", said)


def printed(cast: Cast, gathering: Gathering, who: str = "amina", **form: Any) -> Any:
    """What whoever leads gets for this form."""
    asked = {"activity": gathering.activity.pk, "n": "30", "role": "student", "seen": "0", **form}
    return cast[who].signed_in().post(reverse("lead_slips", args=[gathering.meeting.pk]), asked)


def test_with_a_slip_nobody_learns_who_belongs_to_the_circle(evening: Gathering) -> None:
    [code] = slips(evening)
    voice = Client(headers={"Authorization": f"Voice {code}"})
    where = f"/api/v1/activities/{evening.activity.pk}/mentions"
    asked = voice.post(where, {"text": "Bram, Aart en Sam uit 3b"}, content_type="application/json")
    assert asked.json()["found"] == ["Sam"]
    page = says(evening, scans(evening, code), "red", note="Bram, Aart en Sam uit 3b").content.decode()
    assert "Het gaat om: Sam." in page


# The sheet


def test_a_sheet_holds_eight_slips_and_each_is_a_valid_paper(cast: Cast, evening: Gathering) -> None:
    answer = printed(cast, evening, n="9")
    assert answer["Content-Type"] == "application/pdf" and "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    sheet = PdfReader(io.BytesIO(answer.content))
    assert len(sheet.pages) == 2
    text = "\n".join(one.extract_text() for one in sheet.pages)
    codes = {"".join(found.split()) for found in CODE.findall(text)}
    assert len(codes) == 9
    assert set(Voice.objects.exclude(slip="").values_list("digest", "slip")) == {
        (digest(code), "student") for code in codes
    }
    assert "leerling" in text and evening.meeting.title in " ".join(text.split())
    assert SlipCount.objects.get().made == {"student": 9}


def test_a_slip_is_on_no_stack(evening: Gathering) -> None:
    before = set(evening.activity.stack.values_list("token", flat=True))
    codes = slips(evening, 5)
    assert set(evening.activity.stack.values_list("token", flat=True)) == before
    assert not before & set(codes)


def test_a_second_press_prints_no_second_sheet(cast: Cast, evening: Gathering) -> None:
    assert printed(cast, evening).status_code == 200
    again = printed(cast, evening)
    assert again.status_code == 409 and "net briefjes gemaakt" in again.content.decode()
    assert printed(cast, evening, seen="30", n="10", role="parent").status_code == 200
    assert SlipCount.objects.get().made == {"student": 30, "parent": 10}


@pytest.mark.parametrize("n", ["0", "201", "-3", "dertig", "", "³", "99999"])
def test_a_number_that_is_none_is_refused_in_a_sentence(cast: Cast, evening: Gathering, n: str) -> None:
    answer = printed(cast, evening, n=n)
    assert answer.status_code == 409 and "Vul hier een heel getal in" in answer.content.decode()
    assert not Voice.objects.exclude(slip="").exists()


def test_a_page_about_another_part_makes_and_ends_nothing(cast: Cast, evening: Gathering) -> None:
    """Meanwhile somebody who helps went on to the next part."""
    slips(evening, 3)
    before = uuid4()
    assert "een ander onderdeel" in printed(cast, evening, seen="3", activity=before).content.decode()
    lapse = reverse("lead_slips_lapse", args=[evening.meeting.pk])
    assert cast.amina.signed_in().post(lapse, {"activity": before}).status_code == 409
    assert Voice.objects.exclude(slip="").count() == 3


def test_an_unknown_role_is_refused(cast: Cast, evening: Gathering) -> None:
    assert printed(cast, evening, role="<b>rector</b>").status_code == 409
    assert not Voice.objects.exclude(slip="").exists()


def test_who_does_not_lead_finds_nothing(cast: Cast, evening: Gathering) -> None:
    address = reverse("lead_slips", args=[evening.meeting.pk])
    for client in (cast.bram.signed_in(), cast.els.signed_in(), evening.phone(0), cast.stranger()):
        assert client.get(address).status_code == client.post(address).status_code == 404
        assert client.post(reverse("lead_slips_lapse", args=[evening.meeting.pk])).status_code == 404


def test_a_tool_that_asks_nothing_of_others_has_no_slips(cast: Cast) -> None:
    gathering = cast.meeting("carousel", people=2)
    lead = cast.amina.signed_in()
    assert (
        reverse("lead_slips", args=[gathering.meeting.pk])
        not in lead.get(reverse("lead", args=[gathering.meeting.pk])).content.decode()
    )
    answer = printed(cast, gathering)
    assert answer.status_code == 409 and "passen geen briefjes" in answer.content.decode()


def test_where_everybody_gives_a_name_there_are_no_slips(cast: Cast, evening: Gathering) -> None:
    activity = evening.activity
    activity.names, activity.anonymous = "yes", False
    activity.save()
    with pytest.raises(Refused, match="slips_names"):
        make_slips(activity, "student", 1, 0)
    assert "Een briefje heeft geen naam" in printed(cast, evening).content.decode()


# Coming in


def test_the_code_may_be_typed_as_people_type(evening: Gathering) -> None:
    [code] = slips(evening)
    typed = "-".join(code[at : at + 4] for at in range(0, 28, 4)).lower().replace("0", "o").replace("1", "l")
    phone = scans(evening, f" {typed} ")
    cookie = phone.cookies[voice_cookie(evening.activity.pk)]
    assert cookie.value == code and cookie["path"] == f"/v/{evening.activity.pk}/" and cookie["httponly"]


WRONG = {
    "": "Er horen 28 letters en cijfers",
    "1234": "Er horen 28 letters en cijfers",
    "<script>alert(1)</script>": "Er horen 28 letters en cijfers",
    "0" * 28: "typefout",
    "U" * 28: "typefout",
    "🙂" * 28: "Er horen 28 letters en cijfers",
}


@pytest.mark.parametrize(("typed", "says"), WRONG.items())
def test_a_code_that_cannot_be_one_is_answered_with_a_sentence(cast: Cast, typed: str, says: str) -> None:
    answer = Client().post(reverse("slip"), {"code": typed})
    assert answer.status_code == 409 and says in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()


def test_every_refusal_has_a_sentence_in_english_too(evening: Gathering) -> None:
    code = "2" * 26 + "00"
    answer = Client().post(reverse("slip"), {"code": code}, headers={"Accept-Language": "en"})
    assert answer.status_code == 409 and "typing error" in answer.content.decode()


def test_a_slip_of_a_part_that_ended_says_so(evening: Gathering) -> None:
    [code] = slips(evening)
    phone = scans(evening, code)
    activity = evening.activity
    evening.close()
    answer = phone.get(f"/v/{activity.pk}/")
    assert answer.status_code == 404 and "kun je niet meer antwoorden" in answer.content.decode()
    again = Client().post(reverse("slip"), {"code": code})
    assert again.status_code == 409 and "werkt niet meer" in again.content.decode()
    assert not Voice.objects.exists()


def test_who_guesses_waits(evening: Gathering) -> None:
    from kring.engine.meetings.slip_codes import new_code

    [code] = slips(evening)
    phone = Client()
    for _ in range(FREE + 1):
        phone.post(reverse("slip"), {"code": new_code()})
    answer = phone.post(reverse("slip"), {"code": code})
    assert answer.status_code == 409 and "Wacht" in answer.content.decode()


def test_a_paper_of_a_seat_is_no_slip(evening: Gathering) -> None:
    token, _ = evening.paper(0)
    assert Client().post(reverse("slip"), {"code": token}).status_code == 409


# Its page


def test_the_page_shows_what_is_asked_and_nothing_of_the_group(evening: Gathering) -> None:
    phone = scans(evening, slips(evening)[0])
    seen = page(evening, phone)
    assert "cc.pick" in seen and "Hoe denk jij over veranderen?" in seen
    assert 'action="/v/' in seen and 'action="/m/' not in seen, "nothing for a seat"
    assert "Aart" not in seen and "Kring Noord" not in seen and evening.meeting.join_token not in seen


def test_a_step_of_the_group_asks_nothing_of_a_slip(evening: Gathering) -> None:
    phone = scans(evening, slips(evening)[0])
    go_to(evening.meeting, "strategy")
    assert "Nu is er geen vraag voor jou" in page(evening, phone)
    go_to(evening.meeting, "picture")
    assert "cc.pick" not in page(evening, phone)


def test_the_own_outcome_offers_no_name(evening: Gathering) -> None:
    phone = scans(evening, slips(evening)[0])
    says(evening, phone, "blue")
    phone.post(
        f"/v/{evening.activity.pk}/say/",
        {"_step": "pick", "_kind": "cc.pick", "_key": "do", "colours:list": ["red"]},
    )
    go_to(evening.meeting, "own")
    seen = page(evening, phone)
    assert "cc.share" in seen and 'value="total"' in seen
    assert "cc.named" not in seen


def test_the_same_slip_on_another_device_is_the_same_voice(evening: Gathering) -> None:
    [code] = slips(evening)
    assert says(evening, scans(evening, code), "blue").status_code == 302
    assert says(evening, scans(evening, code), "red").status_code == 302
    assert set(AnonymousContribution.objects.values_list("voice", flat=True)) == {digest(code)}


def test_a_slip_answers_only_what_is_asked_of_slips(evening: Gathering) -> None:
    phone = scans(evening, slips(evening)[0])
    go_to(evening.meeting, "strategy")
    answer = phone.post(
        f"/v/{evening.activity.pk}/say/", {"_step": "strategy", "_kind": "cc.done", "_key": "strategy"}
    )
    assert answer.status_code == 409 and "Dit wordt niet gevraagd" in answer.content.decode()
    assert not AnonymousContribution.objects.exists()


def test_a_slip_of_one_part_says_nothing_in_another(cast: Cast, evening: Gathering) -> None:
    [code] = slips(evening)
    other = cast.meeting(people=1, community=cast.other_community, by="chris", settings=PICKS)
    go_to(other.meeting, "pick")
    said = {
        "uuid": "4" * 32,
        "step": "pick",
        "kind": "cc.pick",
        "key": "think",
        "payload": {"colours": ["blue"]},
    }
    answer = Client(headers={"Authorization": f"Voice {code}"}).post(
        f"/api/v1/activities/{other.activity.pk}/contributions", said, content_type="application/json"
    )
    assert answer.status_code == 401 and "stembriefje is niet meer geldig" in answer.json()["message"]


def test_what_a_slip_said_it_may_take_back(evening: Gathering) -> None:
    phone = scans(evening, slips(evening)[0])
    says(evening, phone, "blue")
    phone.post(f"/v/{evening.activity.pk}/erasure/", {"kinds": "cc.pick"})
    assert not AnonymousContribution.objects.exists()


def test_leaving_takes_the_slip_off_the_device_and_no_further(evening: Gathering) -> None:
    [code] = slips(evening)
    phone = scans(evening, code)
    says(evening, phone, "blue")
    assert "weet niets meer van je briefje" in phone.post(f"/v/{evening.activity.pk}/leave/").content.decode()
    assert phone.get(f"/v/{evening.activity.pk}/").status_code == 404
    assert says(evening, scans(evening, code), "red").status_code == 302


# Numbers, and what lapses


def test_unused_slips_lapse_all_together_and_used_ones_stay(cast: Cast, evening: Gathering) -> None:
    used, unused, _ = slips(evening, 3)
    first, second = scans(evening, used), scans(evening, unused)
    says(evening, first, "blue")
    lead = cast.amina.signed_in()
    lead.post(reverse("lead_slips_lapse", args=[evening.meeting.pk]), {"activity": evening.activity.pk})
    seen = lead.get(reverse("lead_slips", args=[evening.meeting.pk])).content.decode()
    assert "Gebruikt: 1 van de 3." in seen and "Vervallen: 2." in seen
    assert says(evening, first, "red").status_code == 302
    gone = says(evening, second, "blue")
    assert gone.status_code == 404 and "kun je niet meer antwoorden" in gone.content.decode()
    assert lapse_slips(evening.activity) == 0, "pressed twice it changes nothing"


def test_a_slip_that_answered_is_counted_with_those_who_are_here(cast: Cast, evening: Gathering) -> None:
    first, second, _ = slips(evening, 3)
    says(evening, scans(evening, first), "blue")
    phone = scans(evening, second)
    phone.post(f"/v/{evening.activity.pk}/say/", {"_step": "pick", "_kind": "cc.done", "_key": "pick"})
    state = evening.phone(0).get(f"/api/v1/meetings/{evening.meeting.pk}/state").json()
    assert state["progress"] == {"done": 1, "n": 5, "asked": True}


# Addresses


def test_no_address_holds_a_code(cast: Cast, evening: Gathering) -> None:
    """C-10: not what the house sends a browser to, nor what its page asks for."""
    [code] = slips(evening)
    phone = Client()
    answer = phone.post(reverse("slip"), {"code": code})
    seen = page(evening, phone)
    addresses = [answer["Location"], *re.findall(r'(?:href|src|action)="([^"]*)"', seen)]
    assert addresses and not any(code in one or digest(code) in one for one in addresses)
    assert digest(code) not in seen


def test_the_stream_without_a_live_lane_is_for_slips_only(evening: Gathering) -> None:
    phone = scans(evening, slips(evening)[0])
    address = f"/v/{evening.activity.pk}/stream?lang=nl"
    assert "Hoe denk jij" in phone.get(address).content.decode()
    seat = Client()
    token, _ = evening.paper(0)
    seat.cookies[voice_cookie(evening.activity.pk)] = token
    assert seat.get(address).status_code == Client().get(address).status_code == 404


# What is left behind


def test_the_report_says_how_many_slips_and_not_whose(cast: Cast, evening: Gathering) -> None:
    codes = [*slips(evening, 6), *slips(evening, 2, "parent")]
    for code in codes[:4]:
        says(evening, scans(evening, code), "blue")
    address = reverse("report", args=[evening.meeting.pk])
    lead = cast.amina.signed_in()
    few = " ".join(lead.get(address).content.decode().split())
    assert "minder dan vijf van de 8 gebruikt (6 voor leerling, 2 voor ouder)" in few
    says(evening, scans(evening, codes[7]), "blue")
    evening.close()
    assert "5 van de 8 gebruikt" in lead.get(address).content.decode()


# In people's own time


def test_in_peoples_own_time_everything_a_slip_may_answer_stands_open(cast: Cast) -> None:
    steps = ["join", "test", "own", "picture", "situation", "weigh", "strategy", "harvest"]
    gathering = cast.meeting(kind="async", settings={"form": "self_pick", "steps": steps})
    phone = scans(gathering, slips(gathering)[0])
    seen = page(gathering, phone)
    assert [one for one in ("pick", "own", "situation") if f'id="step-{one}"' in seen] == [
        "pick",
        "own",
        "situation",
    ]
    assert 'id="step-weigh"' not in seen and 'id="step-strategy"' not in seen
    assert says(gathering, phone, "blue").status_code == 302
    said = {"_step": "situation", "_kind": "cc.situation", "_key": "cc.sg1", "value:int": "4"}
    assert phone.post(f"/v/{gathering.activity.pk}/say/", said).status_code == 302
