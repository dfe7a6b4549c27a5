import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('engine', '0005_own_time_letter'),
    ]

    operations = [
        migrations.AddField(
            model_name='voice',
            name='slip',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.CreateModel(
            name='SlipCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made', models.JSONField(default=dict)),
                ('lapsed', models.PositiveIntegerField(default=0)),
                ('used', models.PositiveIntegerField(default=0)),
                ('activity', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='slip_count', to='engine.activity')),
            ],
        ),
    ]
