"""Indexes from which figures are counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0006_duty_lookups")]

    operations = [
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("published_on__isnull", False)),
                fields=[
                    "published_on", "unit", "kind", "topic", "withdrawn_at", "is_historical", "due_on", "signed_on",
                ],
                name="item_counted",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("published_on__isnull", False), ("topic__isnull", False)),
                fields=["unit", "topic", "published_on", "withdrawn_at"],
                name="item_by_duty",
            ),
        ),
    ]  # fmt: skip
