"""Taking everything out and putting it back, on the same or another machine, on either database.

A backup is a ZIP: `about.json`, `rows.jsonl` (one row a line, table by table) and the files. Sessions and
keys stay out: who restores elsewhere signs in again, and what a destroyed key protected stays destroyed (C-13).
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from auditlog.context import disable_auditlog
from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from kring.engine.harvest.search import keep_findable
from kring.engine.people.erasing import erase_again
from kring.engine.retention import longest

FORM = 1
LEFT_OUT = {"sessions.session", "usersessions.usersession"}


class CannotRestore(Exception):
    """Says in one sentence why this backup cannot be put back here."""


@dataclass(frozen=True)
class Restored:
    """How many rows are back, and how many people, removed since the backup, were removed again."""

    rows: int
    erased: int


def tables(then: Apps = apps) -> list[type[models.Model]]:
    """Every table that belongs in a backup, by name; as they are, or as they were `then`."""
    chosen = [
        model
        for model in then.get_models(include_auto_created=True)
        if model._meta.label_lower not in LEFT_OUT and model._meta.managed and not model._meta.proxy
    ]
    return sorted(chosen, key=lambda model: model._meta.label_lower)


def lines() -> Iterator[bytes]:
    """Every row as a line of JSON, table by table, in the order of its key.

    Tables between two others are tables of their own here, so links to many are left out of each row.
    """
    for model in tables():
        names = [field.name for field in model._meta.concrete_fields]
        for row in model._base_manager.order_by("pk").iterator(chunk_size=500):
            yield serializers.serialize("json", [row], fields=names, cls=Exact)[1:-1].encode() + b"\n"


class Exact(DjangoJSONEncoder):
    """Django's own way of writing rows would round moments to milliseconds."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime | time) else super().default(o)


def back_up(target: Path) -> int:
    """Write a backup to `target` as the database was at one moment; the number of rows.

    The file appears whole or not at all, and only its owner may read it. Raises OSError when it cannot be written.
    """
    unfinished = target.with_suffix(".unfinished")
    count = 0
    try:
        with one_moment(), private(unfinished) as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
            with archive.open("rows.jsonl", "w", force_zip64=True) as rows:
                for line in lines():
                    rows.write(line)
                    count += 1
            for place in files():
                archive.write(place, f"files/{place.relative_to(settings.MEDIA_ROOT)}")
            archive.writestr("about.json", json.dumps(about(count)))
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything that is read inside is as it was at one moment. It holds up nobody who writes."""
    begin = "begin isolation level repeatable read" if connection.vendor == "postgresql" else "begin"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("rollback")


@contextmanager
def private(place: Path) -> Iterator[Any]:
    """A new file that only its owner may read, on the disk when it is closed."""
    place.unlink(missing_ok=True)
    with os.fdopen(os.open(place, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


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


def restore(source: Path) -> Restored:
    """Put a backup back in an empty Kring: all of it or nothing. Raises CannotRestore.

    Afterwards whoever was removed since the backup is removed again (roles.md 7.3).
    """
    if not source.exists():
        raise CannotRestore(f"There is no file {source}.")
    if begun():
        up_to_date()
    try:
        with ZipFile(source) as archive:
            facts = json.loads(archive.read("about.json"))
            refuse_unfit(facts)
            then = kinds_of_row(facts)
            with transaction.atomic(), disable_auditlog():
                count = load(archive, then)
                if count != facts["rows"]:
                    raise CannotRestore(f"{source} should hold {facts['rows']} rows, but {count} were found.")
                unpack_files(archive)
    except (BadZipFile, KeyError, LookupError, ValueError, TypeError, FieldDoesNotExist, ValidationError):
        raise CannotRestore(f"{source} is not a whole backup of Kring; take another copy.") from None
    finally:
        ContentType.objects.clear_cache()
        # The rows of an older Kring become those of today, and what it did not know is noted.
        up_to_date()
    reset_numbers()
    keep_findable()
    return Restored(count, erase_again())


def refuse_unfit(facts: dict[str, Any]) -> None:
    """Raises CannotRestore for a backup of a newer Kring, and when this Kring is in use already."""
    unknown = newer(facts) if facts["form"] == FORM else f"form {facts['form']}"
    if unknown:
        raise CannotRestore(f"This backup is from a newer Kring ({unknown}). Update first, then restore.")
    if begun() and any(
        model._base_manager.exists() for model in tables() if model._meta.app_label == "engine"
    ):
        raise CannotRestore("This Kring is not empty. Restore into an empty data folder or database.")


def begun() -> bool:
    """Whether the database has tables."""
    return bool(connection.introspection.table_names())


def up_to_date() -> None:
    """Give the database the tables of this Kring."""
    call_command("migrate", verbosity=0, interactive=False)


def newer(facts: dict[str, Any]) -> str:
    """The first migration of the backup that this Kring does not know, or nothing."""
    known = MigrationLoader(connection).disk_migrations
    return next((f"{app} {name}" for app, name in facts["migrations"] if (app, name) not in known), "")


def kinds_of_row(facts: dict[str, Any]) -> Apps:
    """The kinds of rows as they were when the backup was made. The empty database stands at that time too, so that
    whatever happened to old rows since then happens to these rows as well.

    Raises CannotRestore where there is no way back.
    """
    executor = MigrationExecutor(connection)
    then = {(app, name) for app, name in facts["migrations"]}
    since = set(executor.loader.disk_migrations) - then
    if not (then and since):
        if not begun():
            up_to_date()
        return apps
    graph, old = executor.loader.graph, {app for app, _ in then}
    later = {node: {child.key for child in graph.node_map[node].children} for node in then}
    last = [node for node in then if not {one for one in later[node] & then if one[0] == node[0]}]
    before = [(app, None) for app in {app for app, _ in since} - old] if begun() else []
    try:
        executor.migrate([*last, *before])
    except IrreversibleError:
        raise CannotRestore(
            "This backup is from an older Kring. Restore it with that one, then update."
        ) from None
    state: Apps = executor.loader.project_state(last).apps
    return state


def load(archive: ZipFile, then: Apps) -> int:
    """Load every row, of the kind it was; links between rows are checked once, at the end."""
    count = 0
    for model in tables(then):
        model._base_manager.all().delete()
    with archive.open("rows.jsonl") as file:
        for line in io.TextIOWrapper(file, "utf-8"):
            put_back(then, json.loads(line))
            count += 1
    connection.check_constraints()
    return count


def put_back(then: Apps, row: dict[str, Any]) -> None:
    """One row in its own table. Raises LookupError, FieldDoesNotExist, ValidationError for what is no row."""
    model = then.get_model(row["model"])
    values = {model._meta.pk.attname: held_as(model._meta.pk, row["pk"])}
    for name, value in row["fields"].items():
        field = model._meta.get_field(name)
        values[field.attname] = held_as(field, value)
    model(**values).save_base(raw=True, force_insert=True)


def held_as(field: Any, value: Any) -> Any:
    """What stands in a backup, as the field holds it; of a link that is what the other row is known by."""
    while field.remote_field:
        field = field.target_field
    return field.to_python(value)


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


def clear_old(folder: Path, keep: int, today: date) -> None:
    """Keep the newest `keep` backups in the folder, and of those none past what rt.backup allows but the very last:
    whoever was removed is still in them."""
    past = f"kring-{today - timedelta(days=longest('rt.backup'))}"
    kept = sorted(folder.glob("kring-*.zip"))
    for place, old in enumerate(kept, start=1):
        if place <= len(kept) - keep or (old.name < past and old != kept[-1]):
            old.unlink()
