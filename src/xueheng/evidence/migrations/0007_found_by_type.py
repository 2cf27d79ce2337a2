"""Facts are found by type and day, whoever they are about: what a snapshot looks for."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("evidence", "0006_recorded_since")]
    operations: ClassVar[list[migrations.AddIndex]] = [
        migrations.AddIndex("record", models.Index(fields=["type", "day"], name="record_of_type")),
    ]
