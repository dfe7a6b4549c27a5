"""Put a backup back into an empty Kring."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from kring.engine.backups import CannotRestore, restore


class Command(BaseCommand):
    help = "Restore a backup into an empty data folder or database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = restore(Path(options["file"]))
        except CannotRestore as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"{count} rows are back.")
