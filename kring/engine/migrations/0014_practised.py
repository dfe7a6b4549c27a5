"""`Practice` gets its own meaning (transfer.md 2): what counted answers to a private question is named for that."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engine", "0013_tracing")]

    operations = [
        migrations.RenameModel("Practice", "Practised"),
        migrations.RenameModel("PracticeMark", "PractisedMark"),
        migrations.AlterField(
            "practised",
            "activity",
            models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="practised", to="engine.activity"
            ),
        ),
        migrations.AlterField(
            "practisedmark",
            "action",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="practised_marks", to="engine.action"
            ),
        ),
    ]
