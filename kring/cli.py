"""The command `kring`: serve, demo, backup, restore, and whatever else the house can do."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one chore; without a word, say which there are. What is broken is said in one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.settings")
    from django.core.management import execute_from_command_line

    from kring.kit.words import BrokenWords

    try:
        execute_from_command_line(["kring", *(sys.argv[1:] or ["help"])])
    except BrokenWords as broken:
        sys.exit(f"Kring cannot start. {broken}")
    except Exception as broken:
        # The register of tools may be what is broken, so its exception is known by name only.
        if type(broken).__name__ != "BrokenTool":
            raise
        sys.exit(f"Kring cannot start. {broken}")


if __name__ == "__main__":
    main()
