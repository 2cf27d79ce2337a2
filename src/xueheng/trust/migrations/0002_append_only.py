"""The journal's triggers."""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xueheng.trust.append_only import drop_guards, make_guards
from xueheng.trust.key_database import DEFAULT


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers where the journal lives."""
    del apps
    if editor.connection.alias == DEFAULT:
        make_guards(editor.connection)


def backwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away."""
    del apps
    if editor.connection.alias == DEFAULT:
        drop_guards(editor.connection)


class Migration(migrations.Migration):
    """Journal: added to, never changed."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("trust", "0001_first")]
    operations: ClassVar[list[migrations.RunPython]] = [migrations.RunPython(forwards, backwards)]
