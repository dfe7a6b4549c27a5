"""Photos on cards: made small and bare, and seen by those who may see the card, and by nobody else."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from kring.conftest import Cast, Gathering
from kring.engine.backups import files
from kring.engine.meetings.course import AgendaItem
from kring.engine.meetings.hiding import hide
from kring.engine.meetings.models import Activity, Meeting
from kring.engine.people.erasing import erase_person
from kring.engine.retention import delete_photos

PLACE = 0x8825
"""The number under which a camera writes where it was."""


def taken(size: tuple[int, int] = (3000, 2000), form: str = "JPEG") -> bytes:
    """A photo as a camera makes it: held upright, and with the place in it."""
    written = Image.Exif()
    written[0x0112] = 6
    written[0x010F] = "Telefoon van Bram"
    written.get_ifd(PLACE)[1] = "N"
    kept = io.BytesIO()
    Image.new("RGB", size, "teal").save(kept, form, exif=written)
    return kept.getvalue()


@pytest.fixture
def lab(cast: Cast, settings: Any, tmp_path: Path) -> Gathering:
    """A lab in which the mirror is filled; Bram sits on the first chair, guests on the others."""
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    item = AgendaItem("change_lab", settings={"steps": ["mirror_in", "mirror_look", "close"]})
    here = cast.meeting(people=2, agenda=[item])
    here.seats.insert(0, here.sit_down("Bram", person=cast.bram.person))
    return here


def brings(lab: Gathering, chair: int = 0, given: bytes | None = None, **headers: str) -> tuple[str, int]:
    """Put a photo under an id of one's own: the id and the status of the answer."""
    ident = str(uuid.uuid4())
    phone = Client() if headers else lab.phone(chair)
    where = f"/api/v1/activities/{lab.activity.pk}/photos/{ident}"
    answer = phone.put(where, taken() if given is None else given, content_type="image/jpeg", headers=headers)
    return ident, answer.status_code


def says(lab: Gathering, kind: str, payload: dict[str, Any], chair: int = 0, key: str = "") -> dict[str, Any]:
    envelope = {"uuid": str(uuid.uuid4()), "step": "mirror_in", "kind": kind, "key": key, "payload": payload}
    answer = lab.phone(chair).post(
        f"/api/v1/activities/{lab.activity.pk}/contributions", envelope, content_type="application/json"
    )
    return {**answer.json(), "status": answer.status_code, "uuid": envelope["uuid"]}


def card(photo: str, **more: Any) -> dict[str, Any]:
    return {
        "surface": "mirror",
        "time": "present",
        "text": "Het lege bord",
        "mirror_kind": "picture",
        "safe_check": True,
        "image": photo,
        "alt": "Een leeg bord",
        "faces_ok": True,
        **more,
    }


def hung(lab: Gathering) -> tuple[str, str]:
    """A card with a photo: the id of the photo, and of the card."""
    photo, status = brings(lab)
    said = says(lab, "cl.card", card(photo))
    assert (status, said["status"]) == (200, 200), said
    return photo, said["uuid"]


def address(activity: Activity, photo: str) -> str:
    return f"/activities/{activity.pk}/photos/{photo}.jpg"


def test_a_photo_is_kept_small_upright_and_bare(lab: Gathering) -> None:
    photo, _ = hung(lab)
    answer = lab.phone(1).get(address(lab.activity, photo))
    with Image.open(io.BytesIO(answer.content)) as seen:
        assert (seen.format, seen.size) == ("JPEG", (1067, 1600))
        assert not seen.getexif()
    assert b"Bram" not in answer.content
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_it_says_nothing_of_the_moment(lab: Gathering) -> None:
    hung(lab)
    [place] = files()
    assert (
        timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
        == place.stat().st_mtime
    )


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a",
        taken()[:200],
        b"x" * (5 * 1024 * 1024 + 1),
    ],
)
def test_what_is_no_photo_is_refused_in_a_sentence(lab: Gathering, given: bytes) -> None:
    ident = uuid.uuid4()
    answer = lab.phone(0).put(
        f"/api/v1/activities/{lab.activity.pk}/photos/{ident}", given, content_type="image/jpeg"
    )
    assert (answer.status_code, answer.json()["message"]) == (409, "Kies een foto (jpg of png) tot 5 MB.")
    assert list(files()) == []


def test_the_same_photo_sent_again_changes_nothing(lab: Gathering) -> None:
    photo, _ = hung(lab)
    [place] = files()
    before = place.read_bytes()
    other = taken((40, 40))
    where = f"/api/v1/activities/{lab.activity.pk}/photos/{photo}"
    assert lab.phone(1).put(where, other, content_type="image/jpeg").status_code == 200
    assert place.read_bytes() == before


def test_only_seats_and_papers_bring_a_photo_and_only_where_cards_have_one(
    cast: Cast, lab: Gathering
) -> None:
    token, _ = lab.paper(1)
    assert brings(lab, Authorization=f"Voice {token}")[1] == 200
    assert brings(lab, Authorization="Voice invented")[1] == 401
    elsewhere = cast.meeting(people=1)
    assert brings(elsewhere)[1] == 409


def test_who_may_see_the_card_sees_the_photo(cast: Cast, lab: Gathering) -> None:
    photo, _ = hung(lab)
    where = address(lab.activity, photo)
    board = f"/b/{lab.meeting.board_token}/photos/{lab.activity.pk}/{photo}.jpg"
    outside = cast.meeting(people=1)
    seen = {
        "guest": lab.phone(1).get(where).status_code,
        "board": cast.stranger().get(board).status_code,
        **{
            who: cast[who].signed_in().get(where).status_code
            for who in ("amina", "bram", "dewi", "chris", "els", "fatih", "zara")
        },
        "stranger": cast.stranger().get(where).status_code,
        "guest elsewhere": outside.phone(0).get(where).status_code,
        "other board": cast.stranger()
        .get(f"/b/{outside.meeting.board_token}/photos/{lab.activity.pk}/{photo}.jpg")
        .status_code,
    }
    may = {"guest", "board", "amina", "bram", "dewi"}
    assert seen == {who: 200 if who in may else 404 for who in seen}


def test_a_chair_shows_photos_until_the_day_of_the_meeting_is_over(cast: Cast, lab: Gathering) -> None:
    photo, _ = hung(lab)
    lab.sit_down("Chris", person=cast.chris.person)
    where = address(lab.activity, photo)
    by = {"chair": lab.phone(1), "chris": cast.chris.signed_in(), "bram": cast.bram.signed_in()}
    lab.close()
    assert {client.get(where).status_code for client in by.values()} == {200}
    Meeting.objects.filter(pk=lab.meeting.pk).update(closed_at=timezone.now() - timedelta(days=1))
    assert [who for who, client in by.items() if client.get(where).status_code == 200] == ["bram"]


def test_a_photo_without_a_card_is_seen_by_nobody(lab: Gathering) -> None:
    photo, _ = brings(lab)
    assert lab.phone(0).get(address(lab.activity, photo)).status_code == 404


def test_a_browser_that_has_it_only_asks_whether_it_may_still_be_seen(lab: Gathering) -> None:
    photo, ident = hung(lab)
    where = address(lab.activity, photo)
    first = lab.phone(1).get(where)
    assert lab.phone(1).get(where, headers={"If-None-Match": first["ETag"]}).status_code == 304
    says(lab, "cl.withdraw", {"target": ident})
    assert lab.phone(1).get(where, headers={"If-None-Match": first["ETag"]}).status_code == 404


@pytest.mark.parametrize("way", ["withdrawn", "hidden", "changed"])
def test_what_goes_off_the_wall_takes_its_photo_along(lab: Gathering, way: str) -> None:
    photo, ident = hung(lab)
    match way:
        case "withdrawn":
            assert says(lab, "cl.withdraw", {"target": ident})["status"] == 200
        case "hidden":
            hide(lab.activity, ident, by="Amina", reason="Een naam")
        case "changed":
            said = says(lab, "cl.card", card(photo, replaces=ident, no_photo=True))
            assert said["status"] == 200, said
    assert lab.phone(1).get(address(lab.activity, photo)).status_code == 404
    assert len(list(files())) == 1
    assert delete_photos(timezone.now() + timedelta(days=2)) == 1
    assert list(files()) == []


def test_a_text_that_is_changed_keeps_its_photo(lab: Gathering) -> None:
    photo, ident = hung(lab)
    assert says(lab, "cl.card", card(photo, replaces=ident, text="Het bord van dinsdag"))["status"] == 200
    assert lab.phone(1).get(address(lab.activity, photo)).status_code == 200
    assert delete_photos(timezone.now() + timedelta(days=2)) == 0


def test_photos_keep_to_their_term(lab: Gathering) -> None:
    hung(lab)
    lab.close()
    assert delete_photos(timezone.now() + timedelta(days=364)) == 0
    assert delete_photos(timezone.now() + timedelta(days=366)) == 1


def test_photos_are_among_the_files_of_a_backup_and_in_my_own_data(cast: Cast, lab: Gathering) -> None:
    photo, _ = hung(lab)
    assert [place.name for place in files()] == [f"{photo}.jpg"]
    for who, has in (("bram", True), ("amina", False)):
        given = cast[who].signed_in().get("/account/data.zip").content
        with ZipFile(io.BytesIO(given)) as archive:
            assert (f"photos/{photo}.jpg" in archive.namelist()) is has


def test_whoever_is_removed_with_their_texts_takes_their_photos_along(cast: Cast, lab: Gathering) -> None:
    hung(lab)
    erase_person(cast.bram.person, texts_too=[cast.community])
    assert list(files()) == []


def test_without_script_the_form_brings_the_photo_itself(lab: Gathering) -> None:
    form = {
        "_step": "mirror_in",
        "_kind": "cl.card",
        "_key": "mirror",
        "surface": "mirror",
        "time": "present",
        "text": "Het lege bord",
        "mirror_kind": "picture",
        "safe_check:flag": "yes",
        "alt": "Een leeg bord",
        "faces_ok:flag": "yes",
        "image": "",
    }
    for _ in range(2):
        given = SimpleUploadedFile("bord.jpg", taken(), "image/jpeg")
        answer = lab.phone(0).post(f"/m/{lab.meeting.pk}/say/", {**form, "_photo": given})
        assert answer.status_code == 302
    [row] = lab.activity.named.filter(kind="cl.card")
    assert lab.phone(1).get(address(lab.activity, row.payload["image"]["id"])).status_code == 200


def test_a_photo_hangs_on_any_card_and_is_added_to_one_that_hangs_already(lab: Gathering) -> None:
    first, _ = brings(lab)
    sheet = card(first) | {"surface": "worksheet", "mirror_kind": ""}
    assert says(lab, "cl.card", sheet)["status"] == 200
    bare = says(lab, "cl.card", {**card(""), "text": "Zonder foto"})
    mine = lab.phone(0).get(f"/api/v1/activities/{lab.activity.pk}/mine").json()["own"]
    assert mine.count('name="_photo"') == 1, "offered for the card that has none"
    second, _ = brings(lab)
    assert says(lab, "cl.card", {**card(second), "replaces": bare["uuid"]})["status"] == 200
    assert [lab.phone(1).get(address(lab.activity, one)).status_code for one in (first, second)] == [200, 200]


def test_every_form_for_a_card_offers_a_photo(lab: Gathering) -> None:
    page = lab.phone(0).get(f"/m/{lab.meeting.pk}/").content.decode()
    assert page.count('name="_photo"') == 2, "mirror and worksheet"
