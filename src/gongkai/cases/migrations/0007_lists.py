"""Indexes for lists of 200,000 cases and of their public answers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_scans_of_files")]

    operations = [
        migrations.AddIndex(
            "case", models.Index(fields=["kind", "closed_at", "due_on", "id"], name="case_closed_of_kind")
        ),
        migrations.AddIndex(
            "case", models.Index(fields=["unit", "closed_at", "due_on", "id"], name="case_closed_of_unit")
        ),
        migrations.AddIndex("case", models.Index(fields=["submitted_at", "id"], name="case_by_arrival")),
        migrations.AddIndex("case", models.Index(fields=["title", "number"], name="case_words")),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["kind", "unit"],
                condition=models.Q(("hidden_at__isnull", True), ("published_at__isnull", False)),
                name="case_public",
            ),
        ),
    ]
