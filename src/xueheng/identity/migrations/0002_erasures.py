"""Erasures of people, and that somebody was erased."""

import django.db.models.deletion
from django.db import migrations, models

import xueheng.trust.public


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0001_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="erased",
            field=models.BigIntegerField(null=True),
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "number",
                    models.BigIntegerField(default=xueheng.trust.public.new_number, primary_key=True, serialize=False),
                ),
                ("subject", models.BigIntegerField(db_index=True)),
                ("organisation", models.BigIntegerField()),
                ("ground", models.CharField(max_length=20)),
                ("reason", models.BinaryField()),
                ("state", models.CharField(default="proposed", max_length=10)),
                ("proposed_at", models.BigIntegerField()),
                ("decided_at", models.BigIntegerField(null=True)),
                ("ended", models.BigIntegerField(null=True)),
                ("removed", models.IntegerField(default=0)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.post"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.post"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "proposed_at"], name="erasures_open")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["proposed", "approved", "erasing"])),
                        fields=("subject",),
                        name="erasure_open_once",
                    )
                ],
            },
        ),
    ]
