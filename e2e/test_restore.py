"""A filled Kring is taken out and put back elsewhere, also on the other database: row by row the same."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from bench.meetings import hang
from bench.servers import begin
from kring.conftest import Cast, gather
from kring.engine.backups import back_up
from kring.engine.meetings.actions import reveal
from kring.engine.meetings.course import go_to
from kring.engine.meetings.hiding import hide
from kring.engine.meetings.scenes import shown_of
from kring.engine.people.models import Consent
from kring.engine.tests.speaking import PICKS, phase
from kring.engine.tests.test_publishing import share_openly

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def filled(transactional_db: None, tmp_path: Path, settings: Any) -> Cast:
    """A school where a meeting was held and another is going on; made by the ordinary verbs."""
    settings.DATA = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "data" / "files"
    (settings.MEDIA_ROOT / "photos").mkdir(parents=True)
    (settings.MEDIA_ROOT / "photos" / "wall.png").write_bytes(bytes(range(256)))
    people = gather()
    held, running = (people.meeting(people=6, settings=PICKS) for _ in range(2))
    for gathering in (held, running):
        share_openly(gathering, range(6))
        reveal(gathering.activity, "picture", "", by="Amina")
        go_to(gathering.meeting, "strategy")
        phase(gathering, 0, "5f0f2a52-5b0e-4a9f-8f5e-3d1a1c0b8a03", title="Samen 🌱 & <b>ë</b>")
    hide(running.activity, str(running.activity.named.get().uuid), by="Amina", reason="Een naam")
    held.close()
    Consent.objects.create(person=people.bram.person, about="research")
    return people


def rows_of(archive: Path) -> Counter[str]:
    """Every row of a backup, as its fields in the order of their names."""
    with ZipFile(archive) as opened:
        lines = opened.read("rows.jsonl").decode().splitlines()
    return Counter(json.dumps(json.loads(line), sort_keys=True) for line in lines)


def kring(*chore: str, data: Path, database: str = "") -> subprocess.CompletedProcess[str]:
    """Do a chore in another Kring, that has a data folder of its own."""
    surroundings = {"PATH": os.environ["PATH"], "KRING_DATA": str(data), "DATABASE_URL": database}
    return subprocess.run(
        [sys.executable, "-m", "kring", *chore], cwd=ROOT, env=surroundings, capture_output=True, text=True
    )


def comes_back(taken: Path, elsewhere: Path, database: str = "") -> None:
    """Restore a backup in another Kring; taken out there again, every row and every file is the same."""
    again = elsewhere.with_suffix(".zip")
    for chore in (("restore", str(taken)), ("backup", str(again))):
        done = kring(*chore, data=elsewhere, database=database)
        assert done.returncode == 0, done.stderr
    known = {json.loads(row)["model"] for row in rows_of(taken)}
    # Migrations note kinds of rows and permissions by themselves; the tests' own database was made without them.
    assert {row for row in rows_of(again) - rows_of(taken) if json.loads(row)["model"] in known} == set()
    assert rows_of(taken) - rows_of(again) == Counter()
    assert (elsewhere / "files" / "photos" / "wall.png").read_bytes() == bytes(range(256))


def test_a_filled_kring_comes_back_elsewhere_row_by_row(filled: Cast, tmp_path: Path) -> None:
    taken = tmp_path / "kring.zip"
    count = back_up(taken)
    kinds = Counter(json.loads(row)["model"] for row in rows_of(taken))
    assert count == kinds.total() and len(kinds) >= 15
    assert kinds["engine.anonymouscontribution"] == 36 and kinds["engine.person_teams"] == 1
    begin(tmp_path / "elsewhere")
    comes_back(taken, tmp_path / "elsewhere")
    refused = kring("restore", str(taken), data=tmp_path / "elsewhere")
    assert refused.returncode == 1 and "This Kring is not empty" in refused.stderr


@pytest.mark.skipif(
    "DATABASE_URL" not in os.environ, reason="bin/test runs this with a PostgreSQL of its own"
)
def test_from_one_database_to_the_other(filled: Cast, tmp_path: Path) -> None:
    """Out of the tests' PostgreSQL into SQLite, and from there into another PostgreSQL."""
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    back_up(first)
    begin(tmp_path / "sqlite")
    comes_back(first, tmp_path / "sqlite")
    assert kring("backup", str(second), data=tmp_path / "sqlite").returncode == 0
    comes_back(second, tmp_path / "postgres", database=os.environ["DATABASE_URL"])


OLDER = ROOT / "e2e" / "examples" / "older"
TODAY = """
from kring.engine.harvest.models import Practised, PractisedMark
from kring.engine.meetings.models import Activity
[answers] = Practised.objects.all()
print(answers.counts, PractisedMark.objects.get().person, answers.activity.proposed_by)
"""


def tables_of(data: Path) -> Counter[str]:
    """How the tables of a data folder are made, in pieces: columns stand in the order in which they came, and what
    Django names by itself bears the name its table once had."""
    with sqlite3.connect(data / "kring.sqlite3") as database:
        made = database.execute("select sql from sqlite_master where sql is not null").fetchall()
    pieces: Counter[str] = Counter()
    for (sql,) in made:
        start, _, columns = re.sub(r'"\w+_[0-9a-f]{8}(_uniq)?" ON', "ON", sql)[:-1].partition(" (")
        pieces.update(f"{start}: {column}" for column in columns.split(", "))
    return pieces


def test_the_backup_of_an_older_kring_becomes_one_of_today(tmp_path: Path) -> None:
    """Made when an answer about practising was kept under another name; what changed since happens to its rows too.
    Its tables went along all migrations, and are those of a Kring that is new today."""
    taken = tmp_path / "older.zip"
    with ZipFile(taken, "w") as archive:
        for part in OLDER.iterdir():
            archive.write(part, part.name)
    done = kring("restore", str(taken), data=tmp_path / "today")
    assert (done.stdout.strip(), done.stderr) == ("11 rows are back.", "")
    seen = kring("shell", "-v", "0", "-c", TODAY, data=tmp_path / "today")
    assert seen.stdout.split() == ["{'yes':", "3}", "Aafke", "Noor"], seen.stderr
    begin(tmp_path / "new")
    old, new = tables_of(tmp_path / "today"), tables_of(tmp_path / "new")
    assert (old - new, new - old) == (Counter(), Counter()) and new.total() > 600


ONE_MORE = """
import json, uuid
from kring.engine.meetings.actions import contribute
from kring.engine.meetings.models import Activity
from kring.engine.meetings.scenes import shown_of
def show():
    print(json.dumps(shown_of(Activity.objects.get(tool="change_lab")).live, default=str, sort_keys=True))
show()
lab = Activity.objects.get(tool="change_lab")
seat = lab.meeting.seats.first()
wish = {"surface": "model", "time": "future", "text": "Na het terugzetten", "safe_check": True}
said = {"uuid": str(uuid.uuid4()), "step": lab.step, "kind": "cl.card", "key": "", "payload": wish}
contribute(lab, "named", str(seat.pk), said)
show()
"""


def test_a_lab_goes_on_where_it_was(filled: Cast, tmp_path: Path) -> None:
    """Taken out in the middle of a lab and put back elsewhere: the same wall, and the next card hangs on it too."""
    here, elsewhere = (
        filled.meeting("change_lab", people=3, settings={"steps": ["ambition", "close"]}),
        tmp_path / "after",
    )
    go_to(here.meeting, "ambition")
    here.activity.refresh_from_db()
    for place, seat in enumerate(here.meeting.seats.all()):
        hang(here.activity, seat, place * 4 + 1)
    back_up(tmp_path / "lab.zip")
    begin(elsewhere)
    wall = json.dumps(shown_of(here.activity).live, default=str, sort_keys=True)
    assert wall.count("Kaart ") >= 3
    assert kring("restore", str(tmp_path / "lab.zip"), data=elsewhere).returncode == 0
    done = kring("shell", "-v", "0", "-c", ONE_MORE, data=elsewhere)
    assert done.returncode == 0, done.stderr
    before, after = done.stdout.splitlines()
    assert before == wall
    assert "Na het terugzetten" in after and after.count("Kaart ") == wall.count("Kaart ")
