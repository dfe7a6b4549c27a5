from typing import Any

from django.db import migrations


def who_planned(apps: Any, schema_editor: Any) -> None:
    """Until now a part of an agenda counted as proposed by who planned its meeting."""
    for meeting in apps.get_model("engine", "Meeting").objects.exclude(planned_by=None).iterator():
        meeting.activities.update(proposed_by=meeting.planned_by_id)


class Migration(migrations.Migration):
    dependencies = [
        ("engine", "0017_proposed_by"),
    ]

    operations = [
        migrations.RunPython(who_planned, migrations.RunPython.noop, elidable=True),
    ]
