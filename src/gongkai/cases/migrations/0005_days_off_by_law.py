"""New Year's Day and the other festivals fixed by law are off in a year without notice, too: the worker counts anew."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils.timezone import now


def count_anew(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Where no date is provisional nothing can move: then nobody is asked."""
    alias = schema_editor.connection.alias
    if (
        apps.get_model("cases", "Case")
        .objects.using(alias)
        .filter(closed_at__isnull=True, due_provisional=True)
        .exists()
    ):
        apps.get_model("jobs", "Outbox").objects.using(alias).create(
            topic="case.recount",
            key="days off by law",
            payload={"why": "法定节日不算工作日"},
            created_at=now(),
        )


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_pauses_that_are_over"), ("jobs", "0001_initial")]

    operations = [migrations.RunPython(count_anew, migrations.RunPython.noop)]
