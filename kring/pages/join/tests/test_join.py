"""Scenes of coming in: by code, by QR code, signed in, back on another phone, and with everything that can be wrong."""

from __future__ import annotations

import uuid

import pytest

from kring.engine.live.request import seat_cookie
from kring.pages.join import views
from kring.pages.join.guesses import FREE, Guesses


@pytest.fixture(autouse=True)
def nobody_guessed(monkeypatch):
    monkeypatch.setattr(views, "codes", Guesses())
    monkeypatch.setattr(views, "way_backs", Guesses())


def by_token(gathering):
    return f"/j/{gathering.meeting.join_token}/"


def join(client, gathering, name="Aart", role="teacher", ident=None):
    """Name and role, as the name page posts them."""
    given = {"name": name, "role": role, "ident": ident or str(uuid.uuid4())}
    return client.post(by_token(gathering), given)


def held(client, gathering):
    """The cookie of the seat this browser holds."""
    return client.cookies[seat_cookie(str(gathering.meeting.pk))]


@pytest.mark.parametrize("typed", ["{}{}", "{}-{}", " {} {} ", "{}.{}"])
def test_a_code_leads_to_the_name_page(cast, typed):
    noord = cast.meeting()
    code = noord.meeting.code
    response = cast.stranger().post("/", {"code": typed.format(code[:3], code[3:])})
    assert response.headers["Location"] == by_token(noord)


@pytest.mark.parametrize("typed", ["", "12", "12345678", "vijf", "１２３４５６７"])
def test_what_is_no_code_is_told_and_kept(cast, typed):
    response = cast.stranger().post("/", {"code": typed})
    assert response.status_code == 409
    assert "Een code heeft zeven cijfers" in response.content.decode()
    assert f'value="{typed}"' in response.content.decode()


def test_a_code_dies_with_its_meeting(cast):
    noord = cast.meeting()
    code = noord.meeting.code
    noord.close()
    response = cast.stranger().post("/", {"code": code})
    assert "Die code kennen we niet" in response.content.decode()


def test_a_machine_that_guesses_waits_and_scanning_still_works(cast):
    noord = cast.meeting()
    machine = cast.stranger()
    wrong = (code for code in range(2_000_000, 2_000_900) if str(code) != noord.meeting.code)
    for _ in range(FREE + 1):
        machine.post("/", {"code": str(next(wrong))})
    told = cast.stranger().post("/", {"code": noord.meeting.code})
    assert "Wacht 5 seconden" in told.content.decode()
    assert cast.stranger().get(by_token(noord)).status_code == 200


def test_joining_gives_a_seat_a_cookie_and_a_way_back_for_once(cast):
    noord = cast.meeting()
    client = cast.stranger()
    response = join(client, noord, "Bert", "support")
    assert response.headers["Location"] == f"/m/{noord.meeting.pk}/"
    seat = noord.meeting.seats.get()
    assert (seat.shown_name, seat.role, seat.person) == ("Bert", "support", None)
    cookie = held(client, noord)
    assert cookie.value == f"{seat.pk}.{seat.key}"
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (
        True,
        "Lax",
        "/",
        86400,
    )
    first, again = client.get(response.headers["Location"]), client.get(response.headers["Location"])
    assert "Schrijf op of maak een foto" in first.content.decode()
    assert "Schrijf op of maak een foto" not in again.content.decode()


def test_the_cookie_is_secure_where_the_address_is(cast, settings):
    settings.SECURE = True
    noord = cast.meeting()
    client = cast.stranger()
    join(client, noord)
    assert held(client, noord)["secure"]


def test_a_double_press_is_one_seat(cast):
    noord = cast.meeting()
    ident = str(uuid.uuid4())
    one, other = cast.stranger(), cast.stranger()
    join(one, noord, ident=ident)
    join(other, noord, ident=ident)
    assert noord.meeting.seats.count() == 1
    assert held(one, noord).value == held(other, noord).value


def test_the_number_of_a_seat_is_no_key_to_it(cast):
    """Whoever knows the id of somebody's seat gets a seat of their own, not that one."""
    noord = cast.meeting()
    victim = noord.sit_down("Claire")
    thief = cast.stranger()
    join(thief, noord, "Dirk", ident=str(victim.pk))
    assert noord.meeting.seats.count() == 2
    assert held(thief, noord).value.partition(".")[0] != str(victim.pk)


def test_whoever_sits_goes_straight_to_the_phone_page(cast):
    noord = cast.meeting(people=1)
    assert noord.phone(0).get(by_token(noord)).headers["Location"] == f"/m/{noord.meeting.pk}/"


def test_somebody_with_an_account_needs_one_tap(cast):
    noord = cast.meeting()
    bram = cast.bram.signed_in()
    assert "Doe mee als Bram" in bram.get(by_token(noord)).content.decode()
    join(bram, noord, name="Iemand anders", role="principal")
    seat = noord.meeting.seats.get()
    assert (seat.person, seat.shown_name, seat.role) == (cast.bram.person, "Bram", "teacher")
    assert cast.bram.signed_in().get(by_token(noord)).headers["Location"] == f"/m/{noord.meeting.pk}/"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "Vul eerst in hoe we je noemen"),
        ("   ", "Vul eerst in"),
        ("x" * 81, "81 tekens"),
        ("\u202e", "Vul eerst in"),
    ],
)
def test_a_name_that_cannot_be_is_told_and_kept(cast, name, told):
    noord = cast.meeting()
    response = join(cast.stranger(), noord, name)
    assert response.status_code == 409
    assert told in response.content.decode()
    assert not noord.meeting.seats.exists()


def test_a_role_that_is_none_is_refused(cast):
    noord = cast.meeting()
    assert join(cast.stranger(), noord, role="koning").status_code == 409


def test_a_planned_and_an_ended_meeting_say_so(cast):
    planned, ended = cast.meeting(opened=False), cast.meeting()
    ended.close()
    assert "nog niet begonnen" in cast.stranger().get(by_token(planned)).content.decode()
    assert "Je kunt niet meer meedoen" in join(cast.stranger(), ended).content.decode()


def test_an_unknown_token_was_never_there(cast):
    assert cast.stranger().get("/j/nooit/").status_code == 404


def test_the_way_back_gives_the_same_seat_on_another_phone(cast):
    noord = cast.meeting(people=1)
    old, new = noord.phone(0), cast.stranger()
    code = noord.way_back[noord.seats[0].pk]
    new.post(f"{by_token(noord)}back/", {"code": f" {code.lower()} "})
    assert held(new, noord).value.partition(".")[0] == str(noord.seats[0].pk)
    assert old.get(f"/m/{noord.meeting.pk}/").status_code == 404
    assert new.get(f"/m/{noord.meeting.pk}/").status_code == 200


def test_a_wrong_way_back_code_is_told_and_after_many_it_waits(cast):
    noord = cast.meeting(people=1)
    for n in range(FREE + 1):
        told = cast.stranger().post(f"{by_token(noord)}back/", {"code": f"BBB{n:03}"})
    assert "Die terugkeercode kennen we niet" in told.content.decode()
    right = noord.way_back[noord.seats[0].pk]
    assert "Wacht" in cast.stranger().post(f"{by_token(noord)}back/", {"code": right}).content.decode()


def test_a_form_of_another_site_is_refused(cast):
    noord = cast.meeting()
    given = {"name": "Aart", "role": "teacher"}
    for headers in (
        {"Origin": "https://elders.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
    ):
        assert cast.stranger().post(by_token(noord), given, headers=headers).status_code == 403
    ours = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    assert cast.stranger().post(by_token(noord), given, headers=ours).status_code == 302


def test_in_english(cast):
    noord = cast.meeting()
    page = cast.stranger().get(by_token(noord), headers={"Accept-Language": "en-GB,en"}).content.decode()
    assert "What do you do at school?" in page
    assert "support staff" in page


def test_a_few_people_on_one_phone_join_as_a_table(cast):
    noord = cast.meeting()
    client = cast.stranger()
    address = f"{by_token(noord)}table/"
    assert address in client.get(by_token(noord)).content.decode()
    assert 'value="Tafel 1"' in client.get(address).content.decode()
    given = {"name": "Tafel 1", "people": "5", "ident": str(uuid.uuid4())}
    response = client.post(address, given)
    assert response.headers["Location"] == f"/m/{noord.meeting.pk}/"
    page = client.get(response.headers["Location"]).content.decode()
    assert "phone-table" in page and "jullie zijn met 5" in page and "data-each" not in page
    assert client.get(address).headers["Location"] == by_token(noord)
    cast.stranger().post(address, given)
    assert noord.meeting.seats.get().table_of == 5
    assert 'value="Tafel 2"' in cast.stranger().get(address).content.decode()


@pytest.mark.parametrize(("people", "name"), [("", "Tafel"), ("40", "Tafel"), ("vijf", "Tafel"), ("5", " ")])
def test_a_table_that_cannot_be_is_told_and_kept(cast, people, name):
    noord = cast.meeting()
    response = cast.stranger().post(f"{by_token(noord)}table/", {"name": name, "people": people})
    assert response.status_code == 409
    assert f'value="{name}"' in response.content.decode()
    assert not noord.meeting.seats.exists()


def test_where_many_come_everybody_hears_of_tables(cast, monkeypatch):
    noord = cast.meeting(people=3)
    assert "aan tafels van vier tot zes" not in cast.stranger().get(by_token(noord)).content.decode()
    monkeypatch.setattr(views, "MANY", 2)
    assert "aan tafels van vier tot zes" in cast.stranger().get(by_token(noord)).content.decode()
