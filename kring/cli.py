"""The command `kring`: serve, demo, backup, restore, and whatever else the house can do."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one chore; without a word, say which there are. What is broken is said in one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.settings")
    from django.core.management import execute_from_command_line

    from kring.kit.tool import BrokenTool
    from kring.kit.words import BrokenWords

    try:
        if sys.argv[1:] == ["openapi"]:
            describe_api()
        else:
            execute_from_command_line(["kring", *(sys.argv[1:] or ["help"])])
    except (BrokenTool, BrokenWords) as broken:
        sys.exit(f"Kring cannot start. {broken}")


def describe_api() -> None:
    """Write docs/openapi.json. The pages stand above the floor that holds the other chores."""
    import django

    django.setup()
    from kring.pages.api.describe import write

    write()


if __name__ == "__main__":
    main()
