"""Codes of official lists that a practice imports."""

import wellrun.platform.database.ids
from django.db import migrations, models

_LISTS = [("taxonomy", "Provider taxonomy (NUCC)"), ("modifier", "Modifiers of HCPCS level II (CMS)")]


def _id() -> models.UUIDField:
    return models.UUIDField(
        default=wellrun.platform.database.ids.new_id, editable=False, primary_key=True, serialize=False
    )


class Migration(migrations.Migration):
    dependencies = [("billing", "0002_limits")]
    operations = [
        migrations.CreateModel(
            name="ReferenceCode",
            fields=[
                ("id", _id()),
                ("list", models.CharField(choices=_LISTS, max_length=10)),
                ("code", models.CharField(max_length=10)),
                ("effective_from", models.DateField(null=True)),
                ("effective_to", models.DateField(null=True)),
            ],
            options={
                "db_table": "billing_reference_code",
                "constraints": [
                    models.UniqueConstraint(fields=("list", "code"), name="reference_code_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CodeEdition",
            fields=[
                ("id", _id()),
                ("list", models.CharField(choices=_LISTS, max_length=10)),
                ("file_name", models.CharField(max_length=120)),
                ("codes", models.IntegerField()),
                ("loaded_at", models.DateTimeField()),
            ],
            options={
                "db_table": "billing_code_edition",
                "indexes": [models.Index(fields=["list", "loaded_at"], name="code_edition_by_list")],
            },
        ),
    ]
