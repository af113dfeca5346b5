"""Codes of official lists that are not shipped: whoever may use a list imports its file."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class CodeList(models.TextChoices):
    """A list whose codes can be imported."""

    TAXONOMY = "taxonomy", "Provider taxonomy (NUCC)"
    MODIFIERS = "modifier", "Modifiers of HCPCS level II (CMS)"


class ReferenceCode(Record):
    """A code of an imported list; its texts are left in the file, which has an owner.

    The days are [effective_from, effective_to); empty ones mean that no imported file began or ended it.
    """

    guard = Guard(rows=Rows.OPEN, audited=False)

    list = models.CharField(max_length=10, choices=CodeList.choices)
    code = models.CharField(max_length=10)
    effective_from = models.DateField(null=True)
    effective_to = models.DateField(null=True)

    class Meta:
        db_table = "billing_reference_code"
        constraints = [models.UniqueConstraint(fields=["list", "code"], name="reference_code_once")]


class CodeEdition(Record):
    """An import of a list: which file, when, how many codes. The one loaded last says what is in force."""

    guard = Guard(rows=Rows.OPEN, audited=False, frozen=True)

    list = models.CharField(max_length=10, choices=CodeList.choices)
    file_name = models.CharField(max_length=120)
    codes = models.IntegerField()
    loaded_at = models.DateTimeField()

    class Meta:
        db_table = "billing_code_edition"
        indexes = [models.Index(fields=["list", "loaded_at"], name="code_edition_by_list")]
