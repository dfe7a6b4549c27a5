"""Taking everything out and putting it back, on the same or another machine, on either database.

A backup is a ZIP: `about.json`, `rows.jsonl` (one row a line, in an order that can be loaded) and the
files. Sessions and keys stay out: who restores elsewhere signs in again, and what a destroyed key
protected stays destroyed (C-13).
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

FORM = 1
LEFT_OUT = {"sessions.session", "usersessions.usersession", "contenttypes.contenttype", "auth.permission"}


class CannotRestore(Exception):
    """Says in one sentence why this backup cannot be put back here."""


def tables() -> list[type[models.Model]]:
    """Every table that belongs in a backup, those that others point to first."""
    chosen = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label_lower not in LEFT_OUT and model._meta.managed and not model._meta.proxy
    ]
    return sorted(chosen, key=lambda model: model._meta.label_lower)


def rows() -> Iterator[models.Model]:
    """Every row, table by table, in the order of its key."""
    for model in tables():
        yield from model._default_manager.order_by("pk").iterator(chunk_size=500)


def back_up(target: Path) -> int:
    """Write a backup to `target` as the database was at one moment; the number of rows.

    The file appears whole or not at all. Raises OSError when it cannot be written.
    """
    unfinished = target.with_suffix(".unfinished")
    count = 0
    # A reading transaction sees one moment, and holds up nobody who writes.
    begin = "begin isolation level repeatable read" if connection.vendor == "postgresql" else "begin"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            with ZipFile(unfinished, "w", ZIP_DEFLATED) as archive:
                with archive.open("rows.jsonl", "w", force_zip64=True) as file:
                    for row in rows():
                        file.write(serializers.serialize("json", [row])[1:-1].encode() + b"\n")
                        count += 1
                for place in files():
                    archive.write(place, f"files/{place.relative_to(settings.MEDIA_ROOT)}")
                archive.writestr("about.json", json.dumps(about(count)))
        finally:
            cursor.execute("commit")
    unfinished.replace(target)
    return count


def about(count: int) -> dict[str, Any]:
    """What a backup says of itself."""
    return {
        "form": FORM,
        "rows": count,
        "at": timezone.now().isoformat(),
        "migrations": [list(one) for one in sorted(MigrationRecorder(connection).applied_migrations())],
    }


def files() -> Iterable[Path]:
    """The files people put in."""
    root = Path(settings.MEDIA_ROOT)
    return sorted(place for place in root.rglob("*") if place.is_file()) if root.exists() else ()


def restore(source: Path) -> int:
    """Put a backup back in an empty Kring; the number of rows. Raises CannotRestore.

    All of it or nothing. Afterwards what was erased since the backup is erased again (roles.md 7.3).
    """
    if not source.exists():
        raise CannotRestore(f"There is no file {source}.")
    call_command("migrate", verbosity=0, interactive=False)
    with ZipFile(source) as archive:
        try:
            facts = json.loads(archive.read("about.json"))
        except KeyError:
            raise CannotRestore(f"{source} is not a backup of Kring.") from None
        unknown = newer(facts)
        if unknown:
            raise CannotRestore(f"This backup is from a newer Kring ({unknown}). Update first, then restore.")
        if any(model._default_manager.exists() for model in tables() if model._meta.app_label == "engine"):
            raise CannotRestore("This Kring is not empty. Restore into an empty data folder or database.")
        with transaction.atomic():
            count = load(archive)
            reset_numbers()
        unpack_files(archive)
    if count != facts["rows"]:
        raise CannotRestore(f"The backup should hold {facts['rows']} rows, but {count} were found.")
    return count


def newer(facts: dict[str, Any]) -> str:
    """The first migration of the backup that this Kring does not know, or nothing."""
    known = set(MigrationRecorder(connection).applied_migrations())
    return next((f"{app} {name}" for app, name in facts["migrations"] if (app, name) not in known), "")


def load(archive: ZipFile) -> int:
    """Load every row; links between rows are checked once, at the end."""
    count = 0
    with connection.constraint_checks_disabled():
        for model in reversed(tables()):
            model._default_manager.all().delete()
        with archive.open("rows.jsonl") as file:
            for line in io.TextIOWrapper(file, "utf-8"):
                for thing in serializers.deserialize("json", f"[{line}]"):
                    thing.save()
                    count += 1
    connection.check_constraints()
    return count


def reset_numbers() -> None:
    """Let PostgreSQL count on after the highest number that was loaded."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)


def unpack_files(archive: ZipFile) -> None:
    """Put the files back under the data folder."""
    root = Path(settings.MEDIA_ROOT)
    for name in archive.namelist():
        if name.startswith("files/"):
            place = (root / name.removeprefix("files/")).resolve()
            if not place.is_relative_to(root.resolve()):
                raise CannotRestore(f"The backup holds a file outside its folder: {name}.")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(archive.read(name))


def clear_old(folder: Path, keep: int) -> None:
    """Keep the newest `keep` backups in the folder."""
    for old in sorted(folder.glob("kring-*.zip"))[:-keep]:
        old.unlink()
