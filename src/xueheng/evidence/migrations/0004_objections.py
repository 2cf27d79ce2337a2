"""Objections to records, and the choice of whom a record is shown to."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

import xueheng.trust.public


class Migration(migrations.Migration):
    """Two tables."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("evidence", "0003_erasable")]

    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "number",
                    models.BigIntegerField(default=xueheng.trust.public.new_number, primary_key=True, serialize=False),
                ),
                ("type", models.CharField(max_length=81)),
                ("subject", models.BigIntegerField()),
                ("organisation", models.BigIntegerField(null=True)),
                ("day", models.DateField()),
                ("recorder", models.BigIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("person", models.BigIntegerField()),
                ("words", models.BinaryField()),
                ("made_at", models.BigIntegerField()),
                ("state", models.CharField(default="open", max_length=10)),
                ("upheld", models.BooleanField(null=True)),
                ("answer", models.BinaryField(default=b"")),
                ("answered_by", models.BigIntegerField(null=True)),
                ("answered_post", models.BigIntegerField(null=True)),
                ("ended_at", models.BigIntegerField(null=True)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="evidence.record"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "open")), fields=["organisation"], name="objection_open"),
                    models.Index(fields=["subject", "ended_at"], name="objection_of_subject"),
                    models.Index(fields=["recorder", "made_at"], name="objection_to_recorder"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("record", "person"),
                        name="objected_once_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShownChoice",
            fields=[
                (
                    "number",
                    models.BigIntegerField(default=xueheng.trust.public.new_number, primary_key=True, serialize=False),
                ),
                ("subject", models.BigIntegerField(db_index=True)),
                ("person", models.BigIntegerField()),
                ("audience", models.CharField(default="", max_length=10)),
                ("in_report", models.BooleanField(null=True)),
                ("made_at", models.BigIntegerField()),
                ("ended_at", models.BigIntegerField(null=True)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="choices", to="evidence.record"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("record",),
                        name="shown_choice_in_force",
                    )
                ],
            },
        ),
    ]
