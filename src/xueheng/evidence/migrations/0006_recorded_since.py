"""What was recorded since a moment is found without reading what was recorded before."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """See above."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("evidence", "0005_sheets")]
    operations: ClassVar[list[migrations.AddIndex]] = [
        migrations.AddIndex(
            model_name="record", index=models.Index(fields=["recorded_at", "number"], name="record_since")
        ),
    ]
