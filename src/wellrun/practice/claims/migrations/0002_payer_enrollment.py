"""What payers let the practice exchange with them."""

import django.db.models.deletion
import wellrun.platform.database.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0001_initial"),
        ("coverage", "0002_one_of_each_rank"),
        ("organization", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            name="PayerEnrollment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=wellrun.platform.database.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("organization_id", models.UUIDField()),
                (
                    "transaction",
                    models.CharField(choices=[("837P", "Claims"), ("835", "Remittances")], max_length=4),
                ),
                ("granted_on", models.DateField(null=True)),
                (
                    "legal_entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.legalentity",
                    ),
                ),
                (
                    "payer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="coverage.payer"
                    ),
                ),
            ],
            options={
                "db_table": "claims_payer_enrollment",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("legal_entity", "payer", "transaction"), name="payer_enrollment_once"
                    )
                ],
            },
        ),
    ]
