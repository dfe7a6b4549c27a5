"""Put a backup back into an empty Kring."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from kring.engine.backups import CannotRestore, restore


class Command(BaseCommand):
    help = "Restore a backup into an empty data folder or database."
    requires_system_checks = ()  # Rows can be saved also where a word or an address is wrong.

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            back = restore(Path(options["file"]))
        except CannotRestore as reason:
            raise CommandError(str(reason)) from None
        except OSError as failure:
            raise CommandError(
                f"The files could not be put back: {failure.strerror}. Make room first."
            ) from None
        self.stdout.write(f"{back.rows} rows are back.")
        if back.erased:
            self.stdout.write(f"{back.erased} people who were removed after the backup were removed again.")
