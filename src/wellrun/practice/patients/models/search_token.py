"""Under which words a patient is found."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity


class SearchToken(models.Model):
    """One token of one patient, as the matching engine makes them.

    A row each and not an array: behind row-level security an index serves only operators that PostgreSQL trusts
    not to leak, which are `=` and `^@` on text but none on arrays. Collation C makes `^@` use the index.
    """

    guard = Guard(
        rows=Rows.ORGANIZATION,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset({"organization_id", "compartment"}),
        audited=False,
        deletable=True,
    )

    pk = models.CompositePrimaryKey("organization_id", "token", "patient_id")
    organization_id = models.UUIDField()
    compartment = models.CharField(max_length=12)
    token = models.CharField(max_length=64, db_collation="C")
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "patients_search_token"
