import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_privacy")]

    operations = [
        migrations.CreateModel(
            name="TopicWeek",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(unique=True)),
                ("letters", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="HotTopic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.PositiveSmallIntegerField()),
                ("words", models.JSONField(default=list)),
                ("count", models.PositiveIntegerField()),
                ("before", models.JSONField(default=list)),
                ("case_ids", models.JSONField(default=list)),
                ("samples", models.JSONField(default=list)),
                (
                    "week",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="topics",
                        to="cases.topicweek",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("week", "no"), name="hot_topic_no_once")],
            },
        ),
    ]
