"""Serve Kring: bring the database and the static files up to date, check that all is whole, and listen."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandParser

from kring.engine.serving import check, listen, prepare


class Command(BaseCommand):
    help = "Start the server."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-migrate", action="store_true", help="leave the database as it is")

    def handle(self, *args: Any, **options: Any) -> None:
        check()
        prepare(migrate=not options["no_migrate"])
        from kring.engine.people.models import Organisation

        if not Organisation.objects.exists():
            from kring.engine.people.first_run import setup_link

            self.stdout.write(f"Kring is new here. Open this link to begin: {setup_link()}")
        listen(self.stdout.write)
