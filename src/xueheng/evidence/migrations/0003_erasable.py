"""The record's triggers anew: what a record says may be taken away as a whole, and nothing else of it changes."""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xueheng.evidence.kept_tables import KEPT
from xueheng.trust.public import make_guards

DEFAULT = "default"


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers where the record lives."""
    del apps
    if editor.connection.alias == DEFAULT:
        make_guards(editor.connection, KEPT)


class Migration(migrations.Migration):
    """Records: added to, emptied, never changed."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("evidence", "0002_append_only")]
    operations: ClassVar[list[migrations.RunPython]] = [
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
