"""How many people and records were taken out of what a run was computed from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns of runs."""

    dependencies = [("evaluation", "0002_computed_again")]

    operations = [
        migrations.AddField("run", "erased", models.IntegerField(default=0)),
        migrations.AddField("run", "expired", models.IntegerField(default=0)),
    ]
