"""What is added between meetings may come without a name."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engine", "0018_who_planned")]

    operations = [
        migrations.AlterField(
            model_name="addition",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="additions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
