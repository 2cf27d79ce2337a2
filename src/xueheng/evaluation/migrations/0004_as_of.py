"""The day whose tree and enrolments a run takes, where it is not the period's last."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column of runs."""

    dependencies = [("evaluation", "0003_taken_out")]

    operations = [
        migrations.AddField("run", "as_of", models.DateField(null=True)),
    ]
