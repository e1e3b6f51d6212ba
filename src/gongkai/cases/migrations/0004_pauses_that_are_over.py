"""A pause that began and ended on one day, or was ended by the answer, stayed in the row as if it still ran.

What is closed has no clock that stands still; open cases are counted anew by the worker within the hour.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Q


def end_them(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    cases = apps.get_model("cases", "Case").objects.using(schema_editor.connection.alias)
    over = Q(closed_at__isnull=False) | Q(served_on__isnull=False)
    cases.filter(over, paused=True).update(paused=False)


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_received_of_a_period")]

    operations = [migrations.RunPython(end_them, migrations.RunPython.noop)]
