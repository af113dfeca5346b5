"""Where a finding is mended: the page that owns the field it speaks of."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from wellrun.practice.claims.models import Claim

#: The first part of a rule's link, the page that holds such fields, and what of the claim the page is about.
_PAGES = {
    "patient": ("patients:patient", "patient_id"),
    "subscriber": ("patients:patient", "patient_id"),
    "coverage": ("patients:patient", "patient_id"),
    "coverages": ("patients:patient", "patient_id"),
    "claim": ("billing:charges", "encounter_id"),
    "line": ("billing:charges", "encounter_id"),
    "lines": ("billing:charges", "encounter_id"),
    "diagnosis": ("billing:charges", "encounter_id"),
    "diagnoses": ("billing:charges", "encounter_id"),
}


def path_to_mend(link: str, claim: Claim) -> str:
    """The address of the page where a linked field is mended, "" where the program has none yet."""
    name, about = _PAGES.get(link.partition(".")[0], ("", ""))
    if not name:
        return ""
    try:
        return reverse(name, args=[getattr(claim, about)])
    except NoReverseMatch:
        # A room without pages (as in an installation without that duty) leaves the sentence without a link.
        return ""
