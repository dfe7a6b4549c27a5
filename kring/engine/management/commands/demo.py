"""The main job on a fresh machine: a demo school, a live meeting, and a server."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandParser

from kring.engine.address import public_address
from kring.engine.demo import Demo, demo
from kring.engine.people.links import demo_link
from kring.engine.serving import check, listen, prepare


class Command(BaseCommand):
    help = "Fill the demo school and start the server."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-server", action="store_true", help="only fill the demo school")

    def handle(self, *args: Any, **options: Any) -> None:
        os.environ["KRING_DEMO"] = "yes"
        settings.DEMO = True
        check()
        prepare()
        self.tell(demo())
        if not options["no_server"]:
            listen(self.stdout.write)

    def tell(self, made: Demo) -> None:
        """One screen: the address, the way in for the facilitator, the code, the board."""
        meeting, here = made.open_meeting, public_address()
        code = meeting.code or ""
        self.stdout.write(
            f"""
  Kring, demo school                 {here}

  Join on a phone                    {here}   code {code[:3]}-{code[3:]}
  Sign in as the facilitator (Noor)  {here}{demo_link(made.facilitator)}
  Lead the meeting                   {here}/lead/{meeting.pk}/
  The board                          {here}/b/{meeting.board_token}/
  Sign in as the administrator       {here}{demo_link(made.administrator)}
"""
        )
