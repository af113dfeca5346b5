"""What an entry of a history must be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from wellrun.platform.access.refusals import Refused
from wellrun.platform.ui.refused_text import holds_card_number, holds_social_security_number
from wellrun.practice.patients.models import CodeSystem, HistoryKind, HistorySource

#: The form of each vocabulary's codes; whether a code exists is for the room that holds the vocabulary.
_FORMS = {
    CodeSystem.ICD10CM: (r"[A-Z]\d[0-9A-Z](\.?[0-9A-Z]{1,4})?", "looks like E11.9"),
    CodeSystem.SNOMED: (r"\d{6,18}", "has six to eighteen digits"),
    CodeSystem.RXNORM: (r"\d{1,8}", "has up to eight digits"),
    CodeSystem.CVX: (r"\d{2,3}", "has two or three digits"),
    CodeSystem.HCPCS: (r"[0-9A-Z]\d{3}[0-9A-Z]", "has five characters, such as J1885"),
}


def code_as_read(system: str, code: str) -> str:
    """A code as people read it: a diagnosis with its dot, `K219` as `K21.9`; of other vocabularies as it is."""
    bare = code.replace(".", "")
    return f"{bare[:3]}.{bare[3:]}" if system == CodeSystem.ICD10CM and len(bare) > 3 else code


class EntryRefused(Refused):
    """The entry is not one that a history can hold."""


def code_as_kept(system: str, code: str) -> str:
    """A code as it is stored: a diagnosis without its dot, so that it is one code however it was typed."""
    return code.replace(".", "") if system == CodeSystem.ICD10CM else code


@dataclass(frozen=True, kw_only=True)
class HistoryDetails:
    """One entry as it is written down. `detail` is a reaction, a dose or a relation."""

    kind: str
    text: str
    code_system: str = "none"
    code: str = ""
    detail: str = ""
    source: str = "patient"
    onset_on: date | None = None


def check_entry(entry: HistoryDetails, *, today: date) -> None:
    """Raise `EntryRefused`, naming the field, when the entry cannot be so."""
    if entry.kind not in HistoryKind.values:
        raise EntryRefused("Choose a part of the history.", field="kind")
    if entry.source not in HistorySource.values:
        raise EntryRefused("Choose who told it.", field="source")
    for name in ("text", "detail"):
        said = getattr(entry, name)
        if len(said) > 200:
            raise EntryRefused(f"Use at most 200 characters; this has {len(said):,}.", field=name)
        if holds_card_number(said) or holds_social_security_number(said):
            raise EntryRefused(
                "This looks like a payment card or Social Security number. Take it out.", field=name
            )
    if not entry.text.strip():
        raise EntryRefused("Say what it is.", field="text")
    if entry.onset_on and entry.onset_on > today:
        raise EntryRefused("This begins in the future. Check the year.", field="onset_on")
    _check_code(entry)


def _check_code(entry: HistoryDetails) -> None:
    if entry.code_system not in CodeSystem.values:
        raise EntryRefused("Choose a vocabulary of the list.", field="code_system")
    if entry.code_system == CodeSystem.NONE:
        if entry.code:
            raise EntryRefused("Choose the vocabulary that this code is from.", field="code_system")
        return
    system = CodeSystem(entry.code_system)
    form, looks = _FORMS[system]
    if not re.fullmatch(form, entry.code):
        raise EntryRefused(f"A code of {system.label} {looks}.", field="code")
