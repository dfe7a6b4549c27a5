"""Make what can be searched anew, from the texts themselves."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand

from kring.engine.harvest.search import keep_findable


class Command(BaseCommand):
    help = "Make the stems by which harvest is found anew. Nothing else changes."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{keep_findable(anew=True)} texts can be found in a new way.")
