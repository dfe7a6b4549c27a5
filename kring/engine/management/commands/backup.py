"""Make a backup: everything the school put in, in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from kring.engine.backups import back_up, clear_old
from kring.engine.people.models import Organisation
from kring.environment import value


class Command(BaseCommand):
    help = "Write a backup to a file (default: KRING_DATA/backups/kring-<moment>.zip)."
    requires_system_checks = ()  # Rows can be saved also where a word or an address is wrong.

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        if Organisation._meta.db_table not in connection.introspection.table_names():
            raise CommandError(f"There is no Kring in {settings.DATA} to back up. Is KRING_DATA right?")
        moment = timezone.localtime().strftime("%Y-%m-%d-%H%M%S")
        folder = settings.DATA / "backups"
        target = Path(options["file"]) if options["file"] else folder / f"kring-{moment}.zip"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            count = back_up(target)
        except OSError as failure:
            raise CommandError(
                f"The backup could not be written: {failure.strerror}. Make room first."
            ) from None
        if not options["file"]:
            clear_old(folder, int(str(value("KRING_BACKUPS_KEPT"))), timezone.localdate())
        self.stdout.write(f"{target}: {count} rows.")
