"""What a run is computed again by, and whether the same came out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Six columns of runs."""

    dependencies = [("evaluation", "0001_first")]

    operations = [
        migrations.AddField("run", "definitions", models.CharField(default="", max_length=64)),
        migrations.AddField("run", "what", models.CharField(default="standard", max_length=10)),
        migrations.AddField("run", "organisation", models.BigIntegerField(null=True)),
        migrations.AddField("run", "job", models.BigIntegerField(null=True)),
        migrations.AddField("run", "checked", models.BigIntegerField(null=True)),
        migrations.AddField("run", "same", models.BooleanField(null=True)),
    ]
