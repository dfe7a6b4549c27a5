"""Between the meetings of a lab: a card, a trial that was tried, rest, and who looks along."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from kring.conftest import Cast, Gathering
from kring.engine.meetings import additions
from kring.engine.meetings.course import AgendaItem
from kring.engine.meetings.models import Activity, Addition, AnonymousContribution, NamedContribution
from kring.engine.meetings.photos import clear_photos
from kring.engine.meetings.progress import progress
from kring.engine.meetings.reading import read_meeting
from kring.engine.people.erasing import erase_person
from kring.engine.people.own_data import own_data
from kring.tests.faces import problems

STEPS = ["checkin", "mirror_in", "close"]
CARD = {
    "do": "add",
    "_kind": "cl.card",
    "_key": "mirror",
    "surface": "mirror",
    "time": "present",
    "mirror_kind": "story",
    "safe_check:flag": "yes",
    "text": "Vandaag liep er iemand binnen.",
}


@pytest.fixture
def lab(cast: Cast) -> Gathering:
    return begun(cast)


def begun(cast: Cast, **settings: Any) -> Gathering:
    """A first meeting of a lab that is over."""
    gathering = cast.meeting("change_lab", people=2, settings={"steps": STEPS, **settings})
    gathering.close()
    return gathering


def thread_of(gathering: Gathering) -> Any:
    return Activity.objects.get(meeting=gathering.meeting).thread


def wall(cast: Cast, gathering: Gathering) -> str:
    return f"/communities/{cast.community.pk}/walls/{thread_of(gathering)}/"


def again(cast: Cast, gathering: Gathering) -> Gathering:
    """The following meeting of the lab."""
    item = AgendaItem("change_lab", settings={"session_no": 2, "steps": STEPS}, thread=thread_of(gathering))
    return cast.meeting(agenda=[item], title="Bijeenkomst twee")


def test_a_card_hangs_there_and_takes_part_in_the_next_meeting(cast: Cast, lab: Gathering) -> None:
    bram, here = cast.bram.signed_in(), wall(cast, lab)
    assert problems(bram.get(here).content.decode()) == []
    assert bram.post(here, CARD).headers["Location"] == f"{here}?done=add"
    bram.post(here, CARD)
    assert Addition.objects.count() == 1, "pressed twice, it is one"
    for name in ("amina", "dewi"):
        page = cast[name].signed_in().get(here).content.decode()
        assert CARD["text"] in page and "Bram" in page, name
    assert not NamedContribution.objects.exists(), "the meeting that was held stays what it was"
    following = again(cast, lab)
    said = NamedContribution.objects.get()
    assert (said.activity, said.seat.person, said.step) == (following.activity, cast.bram.person, "checkin")
    assert said.payload["text"] == CARD["text"] and not Addition.objects.exists()
    state = read_meeting(str(following.meeting.pk))
    assert state is not None and progress(state).n == 0, "nobody waits for somebody who is not there"
    assert CARD["text"] in bram.get(here).content.decode()
    assert bram.post(here, CARD | {"text": "Nog een."}).status_code == 409, "there is a meeting for that now"


def test_what_is_not_as_it_should_be_is_said_and_kept(cast: Cast, lab: Gathering) -> None:
    bram, here = cast.bram.signed_in(), wall(cast, lab)
    page = bram.post(here, {name: value for name, value in CARD.items() if name != "safe_check:flag"})
    assert page.status_code == 409 and CARD["text"] in page.content.decode()
    assert "Zet een vinkje" in page.content.decode()
    for n in range(12):
        bram.post(here, CARD | {"text": f"Kaart {n} van vandaag."})
    assert "Je hebt er al 12" in bram.post(here, CARD).content.decode()
    assert bram.post(here, CARD | {"_kind": "cl.tension"}).status_code == 409
    assert bram.post(here, CARD | {"text": "Wij vroegen Amina mee."}).status_code == 409, (
        "a name is asked about"
    )
    assert Addition.objects.count() == 12


def test_its_author_takes_it_back_and_nobody_else(cast: Cast, lab: Gathering) -> None:
    bram, here = cast.bram.signed_in(), wall(cast, lab)
    bram.post(here, CARD)
    mine = {"do": "take_back", "addition": str(Addition.objects.get().pk)}
    assert cast.amina.signed_in().post(here, mine).status_code == 404
    assert bram.post(here, mine).status_code == 302
    assert not Addition.objects.exists() and CARD["text"] not in bram.get(here).content.decode()


@pytest.mark.parametrize("name", ["dewi", "chris", "els"])
def test_who_takes_no_part_adds_nothing(cast: Cast, lab: Gathering, name: str) -> None:
    assert cast[name].signed_in().post(wall(cast, lab), CARD).status_code == 404
    assert not Addition.objects.exists()


def test_a_wall_that_is_closed_between_meetings_is_read(cast: Cast) -> None:
    gathering = begun(cast, wall_open_between=False)
    bram, here = cast.bram.signed_in(), wall(cast, gathering)
    assert 'name="_kind"' not in bram.get(here).content.decode()
    assert bram.post(here, CARD).status_code == 409


def test_a_lab_rests_and_goes_on(cast: Cast, lab: Gathering) -> None:
    amina, bram, here = cast.amina.signed_in(), cast.bram.signed_in(), wall(cast, lab)
    rest = {"do": "state", "state": "paused"}
    assert (
        bram.post(here, rest).status_code == 404 and 'value="paused"' not in bram.get(here).content.decode()
    )
    assert amina.post(here, rest).status_code == 302
    page = bram.get(here).content.decode()
    assert "Dit lab ligt even stil" in page and 'name="_kind"' not in page
    assert bram.post(here, CARD).status_code == 409
    assert "ligt even stil" in bram.get(f"/communities/{cast.community.pk}/").content.decode()
    amina.post(here, {"do": "state", "state": "running"})
    assert bram.post(here, CARD).status_code == 302
    assert amina.post(here, {"do": "state", "state": "weg"}).status_code == 409


def test_a_card_for_a_finished_lab_waits_for_the_follow_up(cast: Cast, lab: Gathering) -> None:
    amina, bram, here = cast.amina.signed_in(), cast.bram.signed_in(), wall(cast, lab)
    amina.post(here, {"do": "state", "state": "finished"})
    assert bram.post(here, CARD).status_code == 302
    assert CARD["text"] not in amina.get(here).content.decode(), (
        "it is kept, and hangs there at the follow-up"
    )
    again(cast, lab).close()
    assert NamedContribution.objects.get().payload["after_close"]


@pytest.mark.parametrize("see", [True, False])
def test_guests_see_the_wall_where_the_lab_says_so(cast: Cast, see: bool) -> None:
    gathering = begun(cast, guests_see_wall=see, question="Hoe leren wij?")
    cast.join("hanna", cast.community, "guest")
    cast.bram.signed_in().post(wall(cast, gathering), CARD)
    page = cast.hanna.signed_in().get(wall(cast, gathering))
    assert (page.status_code == 200) == see and (CARD["text"] in page.content.decode()) == see
    circle = cast.hanna.signed_in().get(f"/communities/{cast.community.pk}/").content.decode()
    assert (wall(cast, gathering) in circle) == see
    assert cast.hanna.signed_in().post(wall(cast, gathering), CARD).status_code == 404


def test_what_somebody_added_is_in_their_data_and_goes_with_them(
    cast: Cast, lab: Gathering, settings: Any, tmp_path: Any
) -> None:
    settings.DATA = tmp_path
    cast.bram.signed_in().post(wall(cast, lab), CARD)
    assert CARD["text"] in str(own_data(cast.bram.person)["texts"])
    erase_person(cast.bram.person)
    assert not Addition.objects.exists()


def photo() -> SimpleUploadedFile:
    """A small photo, as a phone sends it."""
    kept = BytesIO()
    Image.new("RGB", (12, 8), "green").save(kept, "PNG")
    return SimpleUploadedFile("deur.png", kept.getvalue(), "image/png")


def test_a_photo_hangs_there_too_and_comes_along(
    cast: Cast, lab: Gathering, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    bram, here = cast.bram.signed_in(), wall(cast, lab)
    shown = CARD | {"alt": "De deur van een lokaal", "faces_ok:flag": "yes"}
    page = bram.post(here, CARD | {"_photo": photo()})
    kept = re.findall(r'name="image" value="([^"]+)"', page.content.decode())
    assert page.status_code == 409 and len(kept) == 1, "it is not described; the photo is not asked for again"
    assert bram.post(here, shown | {"image": kept[0]}).status_code == 302
    found = re.search(r'src="(\S+/photos/[^"]+)"', cast.amina.signed_in().get(here).content.decode())
    assert found is not None
    assert cast.amina.signed_in().get(found[1])["Content-Type"] == "image/jpeg"
    assert cast.chris.signed_in().get(found[1]).status_code == 404
    assert clear_photos(timezone.now() + timedelta(days=900), 365) == 0, "its card waits"
    following = again(cast, lab)
    [said] = NamedContribution.objects.all()
    moved = f"/activities/{following.activity.pk}/photos/{said.payload['image']['id']}.jpg"
    assert cast.amina.signed_in().get(moved).status_code == 200


def test_a_photo_goes_with_what_is_taken_back(
    cast: Cast, lab: Gathering, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = settings.DATA = tmp_path
    bram, here = cast.bram.signed_in(), wall(cast, lab)
    given = CARD | {"alt": "De deur", "faces_ok:flag": "yes"}
    bram.post(here, given | {"_photo": photo()})
    found = re.search(r'src="(\S+/photos/[^"]+)"', bram.get(here).content.decode())
    assert found is not None
    bram.post(here, {"do": "take_back", "addition": str(Addition.objects.get().pk)})
    assert bram.get(found[1]).status_code == 404
    bram.post(here, given | {"_photo": photo(), "text": "Nog eens deze deur."})
    erase_person(cast.bram.person)
    assert list(tmp_path.glob("photos/*/*.jpg")) == []


def test_a_card_without_a_name_waits_unseen_and_is_nobodys(cast: Cast, lab: Gathering) -> None:
    bram, here = cast.bram.signed_in(), wall(cast, lab)
    nameless = CARD | {"nameless:flag": "yes"}
    assert bram.post(here, nameless).headers["Location"] == f"{here}?done=add_nameless"
    cast.amina.signed_in().post(here, nameless)
    [kept] = Addition.objects.all()
    assert kept.person is None and timezone.localtime(kept.at).strftime("%H%M%S%f") == "0" * 12
    page = bram.get(here).content.decode()
    assert CARD["text"] not in page and 'value="take_back"' not in page
    assert CARD["text"] not in str(own_data(cast.bram.person))
    following = again(cast, lab)
    [said] = AnonymousContribution.objects.all()
    assert (said.activity, said.step, said.role) == (following.activity, "mirror_in", "")
    assert not NamedContribution.objects.exists() and not Addition.objects.exists()
    state = read_meeting(str(following.meeting.pk))
    assert state is not None and CARD["text"] not in bram.get(here).content.decode(), "it waits to be opened"


def test_a_card_without_a_name_waits_on_where_no_cards_are_opened(cast: Cast, lab: Gathering) -> None:
    cast.bram.signed_in().post(wall(cast, lab), CARD | {"nameless:flag": "yes"})
    item = AgendaItem(
        "change_lab", settings={"session_no": 2, "steps": ["checkin", "rate"]}, thread=thread_of(lab)
    )
    cast.meeting(agenda=[item], title="Alleen wegen").close()
    assert Addition.objects.count() == 1 and not AnonymousContribution.objects.exists()
    assert again(cast, lab).activity == AnonymousContribution.objects.get().activity


def test_without_a_name_there_is_room_for_so_many(
    cast: Cast, lab: Gathering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(additions, "MOST_NAMELESS", 2)
    bram, here = cast.bram.signed_in(), wall(cast, lab)
    for n in range(3):
        answer = bram.post(here, CARD | {"nameless:flag": "yes", "text": f"Kaart {n} van vandaag."})
    assert answer.status_code == 409 and "Er wachten al veel kaarten" in answer.content.decode()
    log = {"do": "add", "_kind": "cl.exp_log", "_key": "", "nameless:flag": "yes", "text": "Gedaan."}
    assert bram.post(here, log).status_code == 409
    assert Addition.objects.count() == 2
