"""A new database is made from the models; what migrations do besides must be for old rows only."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from django.db.migrations import RunPython, RunSQL

from kring.engine import migrations


def by_hand() -> Iterator[tuple[str, RunPython | RunSQL]]:
    """What our migrations do that the models do not say, with the name of the migration."""
    for module in iter_modules(migrations.__path__):
        for operation in import_module(f"{migrations.__name__}.{module.name}").Migration.operations:
            if isinstance(operation, RunPython | RunSQL):
                yield module.name, operation


def test_what_is_done_by_hand_is_for_old_rows_only() -> None:
    """Django's word for that is elidable. What a new database needs too cannot be said so; see CONTRIBUTING."""
    found = list(by_hand())
    assert "0018_who_planned" in dict(found)
    assert [name for name, operation in found if not operation.elidable] == []
