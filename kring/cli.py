"""The command `kring`: serve, demo, backup, restore, and whatever else the house can do."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from io import TextIOWrapper


def main() -> None:
    """Run one chore; without a word, say which there are. What is broken is said in one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.settings")
    # A journal shows a line when it is written, not when the server ends: the link that sets up Kring among them.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    # What people wrote is for nobody else on this machine.
    os.umask(0o077)
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    from kring.kit.tool import BrokenTool
    from kring.kit.words import BrokenWords

    try:
        if sys.argv[1:] == ["openapi"]:
            describe_api()
        elif sys.argv[1:] in (["version"], ["--version"]):
            sys.stdout.write(f"Kring {version('kring')}\n")
        else:
            execute_from_command_line(["kring", *(sys.argv[1:] or ["help"])])
    except (BrokenTool, BrokenWords) as broken:
        sys.exit(f"Kring cannot start. {broken}")
    except OperationalError as reason:
        sys.exit(f"Kring cannot use its database: {first_line(reason)}")
    except OSError as reason:
        sys.exit(f"Kring cannot go on: {reason.strerror} ({reason.filename}).")


def first_line(reason: Exception) -> str:
    """What a database says first; the rest guesses at causes."""
    said = str(reason).strip().partition("\n")[0]
    return said if said.endswith(".") else f"{said}."


def describe_api() -> None:
    """Write docs/openapi.json. The pages stand above the floor that holds the other chores."""
    import django

    django.setup()
    from kring.pages.api.describe import write

    write()


if __name__ == "__main__":
    main()
