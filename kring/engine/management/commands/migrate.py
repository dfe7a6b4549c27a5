"""As Django does it; but a database without tables is made at once as it is today.

Along everything it ever was, that takes seven times as long, and longer with each migration to come.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

OTHERWISE = (
    *("app_label", "migration_name", "fake", "fake_initial"),
    *("plan", "check_unapplied", "prune", "run_syncdb"),
)
"""Whoever asks for one of these wants something else than the database of today, and gets what Django does."""


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if not any(options[name] for name in OTHERWISE) and not connection.introspection.table_names():
            make_at_once(connection)
            if options["verbosity"]:
                self.stdout.write("The database is new; all its tables were made as they are today.")
        # Kinds of rows and permissions are noted by Django, as after any migration.
        super().handle(*args, **options)


def make_at_once(connection: BaseDatabaseWrapper) -> None:
    """Every table as the models say, and every migration noted as done; all of it or nothing."""
    with connection.schema_editor() as editor:
        for app in apps.get_app_configs():
            for model in router.get_migratable_models(app, connection.alias):
                if model._meta.can_migrate(connection):
                    editor.create_model(model)
        recorder = MigrationRecorder(connection)
        editor.create_model(recorder.Migration)
        for app_label, name in sorted(every_migration()):
            recorder.record_applied(app_label, name)


def every_migration() -> set[tuple[str, str]]:
    """What is noted in a database that has them all, by app and name: also those that another one replaces."""
    known = MigrationLoader(None).disk_migrations
    return set(known).union(*(migration.replaces for migration in known.values()))
