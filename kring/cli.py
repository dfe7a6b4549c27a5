"""The command `kring`: serve, demo, backup, restore, and whatever else the house can do."""

from __future__ import annotations

import os
import sys

USAGE = "kring serve | demo | backup [FILE] | restore FILE | people | ..."


def main() -> None:
    """Run one chore; without a word, say which there are."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["kring", *(sys.argv[1:] or ["help"])])


if __name__ == "__main__":
    main()
