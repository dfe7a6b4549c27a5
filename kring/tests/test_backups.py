"""What is taken out is whole, and what comes back is all of it or nothing. (Elsewhere: e2e/test_restore.py.)"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kring.conftest import Cast, gather
from kring.engine import backups
from kring.engine.backups import back_up, clear_old
from kring.engine.harvest.models import Insight, TraceNode
from kring.engine.harvest.search import question, search
from kring.engine.people.erasing import erased_list
from kring.engine.people.models import Consent, Organisation, Person

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def school(transactional_db: None, data: Path) -> Cast:
    """People, a consent, and one file."""
    people = gather()
    Consent.objects.create(person=people.bram.person, about="research")
    return people


@pytest.fixture
def data(tmp_path: Path, settings: Any) -> Path:
    """A data folder with one file somebody put in."""
    settings.DATA = tmp_path / "data"
    settings.MEDIA_ROOT = settings.DATA / "files"
    (settings.MEDIA_ROOT / "photos").mkdir(parents=True)
    (settings.MEDIA_ROOT / "photos" / "wall.png").write_bytes(bytes(range(256)))
    return settings.DATA


def rows_of(archive: Path) -> list[dict[str, Any]]:
    """Every row of a backup."""
    with ZipFile(archive) as opened:
        return [json.loads(line) for line in opened.read("rows.jsonl").decode().splitlines()]


def test_keys_and_sessions_stay_out(school: Cast, data: Path, tmp_path: Path) -> None:
    (data / "keys").mkdir()
    (data / "keys" / "secret").write_text("the secret key")
    school.bram.signed_in()
    taken = tmp_path / "kring.zip"
    back_up(taken)
    with ZipFile(taken) as archive:
        assert sorted(archive.namelist()) == ["about.json", "files/photos/wall.png", "rows.jsonl"]
    assert not [row for row in rows_of(taken) if row["model"].endswith("session")]


def test_moments_come_back_to_the_microsecond(school: Cast, tmp_path: Path) -> None:
    moments = [datetime(2026, 3, 16, 15, 30, 0, part, tzinfo=UTC) for part in (0, 1, 123_456, 999_999)]
    for moment in moments:
        Consent.objects.create(person=school.amina.person, about="moment", given_on=moment)
    taken = tmp_path / "kring.zip"
    back_up(taken)
    empty_here()
    restore_here(taken)
    back = Consent.objects.filter(about="moment").order_by("given_on")
    assert [consent.given_on for consent in back] == moments


def test_only_the_owner_may_read_it(school: Cast, tmp_path: Path) -> None:
    taken = tmp_path / "kring.zip"
    back_up(taken)
    assert taken.stat().st_mode & 0o777 == 0o600


class FullDisk:
    """A disk with room for so many bytes."""

    def __init__(self, file: Any, room: int) -> None:
        self.file, self.room = file, room

    def write(self, data: bytes) -> int:
        self.room -= len(data)
        if self.room < 0:
            raise OSError(28, "No space left on device")
        return int(self.file.write(data))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


@pytest.mark.parametrize("room", [0, 2_000])
def test_on_a_full_disk_it_says_so_and_leaves_nothing_behind(
    school: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    taken = tmp_path / "backups" / "kring.zip"
    taken.parent.mkdir()
    taken.write_text("the backup of yesterday")
    monkeypatch.setattr(backups, "ZipFile", lambda file, *rest: ZipFile(FullDisk(file, room), *rest))
    with pytest.raises(CommandError, match="could not be written: No space left on device"):
        call_command("backup", str(taken))
    assert [place.name for place in taken.parent.iterdir()] == ["kring.zip"]
    assert taken.read_text() == "the backup of yesterday"
    assert Organisation.objects.count() == 2, "and goes on working"


def test_without_a_kring_nothing_is_backed_up(
    school: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever forgets KRING_DATA would have an empty backup, and learn it too late."""
    monkeypatch.setattr(type(connection.introspection), "table_names", lambda *given: [])
    with pytest.raises(CommandError, match="There is no Kring in .*data to back up. Is KRING_DATA right"):
        call_command("backup", str(tmp_path / "kring.zip"))
    assert not (tmp_path / "kring.zip").exists()


def changed(taken: Path, change: Any) -> Path:
    """A copy of a backup with other facts or other rows."""
    other = taken.with_name("changed.zip")
    with ZipFile(taken) as old, ZipFile(other, "w") as new:
        facts, rows = change(json.loads(old.read("about.json")), old.read("rows.jsonl").decode())
        new.writestr("about.json", json.dumps(facts))
        new.writestr("rows.jsonl", rows)
    return other


UNFIT = {
    "a newer form": (lambda facts, rows: (facts | {"form": 2}, rows), "from a newer Kring"),
    "a newer migration": (
        lambda facts, rows: (facts | {"migrations": [["engine", "0999_future"]]}, rows),
        "from a newer Kring (engine 0999_future). Update first",
    ),
    "a row too few": (lambda facts, rows: (facts, rows.split("\n", 1)[1]), "but"),
    "half a row": (lambda facts, rows: (facts, rows[:-40]), "is not a whole backup"),
    "a table nobody knows": (
        lambda facts, rows: (facts, rows + '{"model": "engine.magic", "pk": 1, "fields": {}}\n'),
        "is not a whole backup",
    ),
}


@pytest.mark.parametrize(("change", "says"), UNFIT.values(), ids=UNFIT)
def test_an_unfit_backup_is_refused_and_nothing_of_it_stays(
    school: Cast, tmp_path: Path, change: Any, says: str
) -> None:
    taken = tmp_path / "kring.zip"
    back_up(taken)
    empty_here()
    with pytest.raises(CommandError) as refused:
        restore_here(changed(taken, change))
    assert says in str(refused.value)
    assert not Person.objects.exists() and not Organisation.objects.exists()


@pytest.mark.parametrize("content", [b"", b"kring", b"PK\x03\x04 half a zip"])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    wrong = tmp_path / "wrong.zip"
    wrong.write_bytes(content)
    with pytest.raises(CommandError, match="is not a whole backup of Kring"):
        restore_here(wrong)
    with pytest.raises(CommandError, match="There is no file"):
        restore_here(tmp_path / "nothing.zip")


def test_a_file_outside_its_folder_is_refused(school: Cast, tmp_path: Path) -> None:
    taken = tmp_path / "kring.zip"
    back_up(taken)
    with ZipFile(taken, "a") as archive:
        archive.writestr("files/../../keys/secret", "mine")
    empty_here()
    with pytest.raises(CommandError, match="outside its folder"):
        restore_here(taken)
    assert not (tmp_path / "keys").exists() and not Person.objects.exists()


def test_whoever_was_removed_since_the_backup_is_removed_again(school: Cast, tmp_path: Path, capsys) -> None:
    taken = tmp_path / "kring.zip"
    back_up(taken)
    bram = school.bram.person
    empty_here()
    erased_list().write_text(json.dumps({"person": str(bram.pk), "texts_too": []}) + "\n")
    restore_here(taken)
    assert not Person.objects.filter(pk=bram.pk).exists()
    assert Person.objects.filter(pk=school.amina.person.pk).exists()
    assert "1 people who were removed after the backup were removed again" in capsys.readouterr().out


def test_what_an_older_kring_took_along_can_be_searched(school: Cast, tmp_path: Path) -> None:
    ours = {"organisation": school.organisation, "community": school.community}
    Insight.objects.create(stage="insight", title="Toetsen zeggen niet alles.", **ours)
    TraceNode.objects.update(stems="")
    taken = tmp_path / "kring.zip"
    back_up(taken)
    empty_here()
    restore_here(taken)
    assert [row.title for row in search(school.community, question("toets"), {"insight": "all"}).rows]


def empty_here() -> None:
    """As if this were a new Kring."""
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)


def restore_here(source: Path) -> None:
    """Restore into the tests' own database, that has its tables already."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backups, "call_command", lambda *args, **options: None)
        call_command("restore", str(source))


def test_old_backups_make_room_for_new_ones(tmp_path: Path) -> None:
    for day in range(1, 6):
        (tmp_path / f"kring-2026-11-0{day}-031500.zip").touch()
    (tmp_path / "holiday.zip").touch()
    clear_old(tmp_path, keep=2, today=date(2026, 11, 5))
    assert sorted(place.name for place in tmp_path.iterdir()) == [
        "holiday.zip",
        "kring-2026-11-04-031500.zip",
        "kring-2026-11-05-031500.zip",
    ]


def test_no_backup_is_kept_for_more_than_ninety_days_but_the_last_one(tmp_path: Path) -> None:
    """rt.backup: also where a backup is made now and then only."""
    for day in ("03-07", "08-07", "08-08", "11-06"):
        (tmp_path / f"kring-2026-{day}-031500.zip").touch()
    clear_old(tmp_path, keep=30, today=date(2026, 11, 6))
    left = ["kring-2026-08-08-031500.zip", "kring-2026-11-06-031500.zip"]
    assert sorted(place.name for place in tmp_path.iterdir()) == left
    clear_old(tmp_path, keep=30, today=date(2028, 1, 1))
    assert [place.name for place in tmp_path.iterdir()] == left[1:]


def test_numbers_go_on_after_the_highest(school: Cast, tmp_path: Path) -> None:
    """PostgreSQL counts apart from the rows; after a restore it must not begin at one again."""
    taken = tmp_path / "kring.zip"
    back_up(taken)
    empty_here()
    restore_here(taken)
    made = Consent.objects.create(person_id=school.bram.person.pk, about="ring")
    assert made.pk > 1, connection.vendor
