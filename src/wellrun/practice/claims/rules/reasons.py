"""What the adjustment reasons of remittances mean, in our own words: the codes that offices meet most.

A code that is not here is shown as it came. The groups are those of the 835 (CAS01), the reasons its CAS02 codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_REASONS = {
    "1": "The patient's deductible.",
    "2": "The patient's coinsurance.",
    "3": "The patient's copay.",
    "4": "The modifier does not go with the procedure, or one is missing.",
    "11": "The diagnosis does not go with the procedure.",
    "16": "Something is missing or wrong; the remark codes say what.",
    "18": "The same service was claimed before.",
    "22": "Another insurer may have to pay first.",
    "23": "What an earlier insurer decided.",
    "26": "The coverage had not begun.",
    "27": "The coverage had ended.",
    "29": "It was filed too late.",
    "31": "The payer does not know this patient.",
    "45": "Above what the contract allows.",
    "50": "The payer does not find it medically necessary.",
    "96": "The plan does not cover it.",
    "97": "Paid as part of another service.",
    "109": "Another payer has to be asked.",
    "119": "The plan's limit is reached.",
    "151": "More often than the payer finds supported.",
    "197": "It was not authorized beforehand.",
    "204": "The plan does not cover this service.",
    "253": "Federal sequestration.",
}


def told_reasons(contents: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The adjustments in these decisions that we have words for, as `("CO 197", words)`, each once, as they come."""
    found: dict[str, str] = {}
    for content in contents:
        inside = (one for line in content.get("lines", ()) for one in line.get("adjustments", ()))
        for one in (*inside, *content.get("adjustments", ())):
            words = _REASONS.get(str(one.get("reason", "")))
            if words:
                found[f"{one.get('group', '')} {one['reason']}".strip()] = words
    return list(found.items())
