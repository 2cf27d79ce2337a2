"""What a post keeps for its class sheets."""

from django.db import migrations, models

import xueheng.trust.public


class Migration(migrations.Migration):
    """The sheet used last, pupils whom a post has its eye on, phrases of one's own."""

    dependencies = [("evidence", "0004_objections")]

    operations = [
        migrations.CreateModel(
            name="KeptPhrase",
            fields=[
                (
                    "number",
                    models.BigIntegerField(default=xueheng.trust.public.new_number, primary_key=True, serialize=False),
                ),
                ("person", models.BigIntegerField(db_index=True)),
                ("words", models.BinaryField()),
                ("made", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="LastSheet",
            fields=[
                ("post", models.BigIntegerField(primary_key=True, serialize=False)),
                ("person", models.BigIntegerField(db_index=True)),
                ("type", models.CharField(max_length=81)),
                ("organisation", models.BigIntegerField()),
                ("heads", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="WatchedPupil",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("post", models.BigIntegerField()),
                ("person", models.BigIntegerField(db_index=True)),
                ("pupil", models.BigIntegerField(db_index=True)),
                ("until", models.DateField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("post", "pupil"), name="watched_once")],
            },
        ),
    ]
