"""Rosters of other programs: their sources and rows."""

import django.db.models.deletion
from django.db import migrations, models

import xueheng.trust.public


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0002_erasures"),
    ]

    operations = [
        migrations.CreateModel(
            name="RosterSource",
            fields=[
                (
                    "number",
                    models.BigIntegerField(default=xueheng.trust.public.new_number, primary_key=True, serialize=False),
                ),
                ("organisation", models.BigIntegerField()),
                ("code", models.CharField(max_length=120)),
                ("files", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("organisation", "code"), name="roster_source_once")],
            },
        ),
        migrations.CreateModel(
            name="RosterRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.CharField(max_length=40)),
                ("index", models.BinaryField(max_length=32)),
                ("subject", models.BigIntegerField(db_index=True)),
                ("told", models.BinaryField()),
                ("mark", models.BinaryField(max_length=16)),
                ("place", models.BigIntegerField()),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("thing", models.BigIntegerField(null=True)),
                ("modified", models.BigIntegerField()),
                ("gone", models.BigIntegerField(null=True)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="identity.rostersource"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "thing"], name="roster_row_of_thing")],
                "constraints": [models.UniqueConstraint(fields=("source", "file", "index"), name="roster_row_once")],
            },
        ),
    ]
