from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engine", "0002_learning_and_finding"),
    ]

    operations = [
        migrations.AddField(
            model_name="learningtask",
            name="help_asked_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
