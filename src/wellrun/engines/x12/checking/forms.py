"""The form of values that come from outside code sets (SNIP 5), and membership where the caller owns the
list.

The code lists themselves are not part of this library: most are copyrighted. Without a list only the form is
judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass

from ..identifiers import is_npi

STATES = frozenset(
    [
        "AL",
        "AK",
        "AZ",
        "AR",
        "CA",
        "CO",
        "CT",
        "DE",
        "DC",
        "FL",
        "GA",
        "HI",
        "ID",
        "IL",
        "IN",
        "IA",
        "KS",
        "KY",
        "LA",
        "ME",
        "MD",
        "MA",
        "MI",
        "MN",
        "MS",
        "MO",
        "MT",
        "NE",
        "NV",
        "NH",
        "NJ",
        "NM",
        "NY",
        "NC",
        "ND",
        "OH",
        "OK",
        "OR",
        "PA",
        "RI",
        "SC",
        "SD",
        "TN",
        "TX",
        "UT",
        "VT",
        "VA",
        "WA",
        "WV",
        "WI",
        "WY",
        "AS",
        "GU",
        "MP",
        "PR",
        "VI",
        "FM",
        "MH",
        "PW",
        "AA",
        "AE",
        "AP",
        "AB",
        "BC",
        "MB",
        "NB",
        "NL",
        "NS",
        "NT",
        "NU",
        "ON",
        "PE",
        "QC",
        "SK",
        "YT",
    ]
)
PLACES_OF_SERVICE = frozenset(
    [
        "01",
        "02",
        "03",
        "04",
        "05",
        "06",
        "07",
        "08",
        "09",
        "10",
        "11",
        "12",
        "13",
        "14",
        "15",
        "16",
        "17",
        "18",
        "19",
        "20",
        "21",
        "22",
        "23",
        "24",
        "25",
        "26",
        "27",
        "31",
        "32",
        "33",
        "34",
        "41",
        "42",
        "49",
        "50",
        "51",
        "52",
        "53",
        "54",
        "55",
        "56",
        "57",
        "58",
        "60",
        "61",
        "62",
        "65",
        "66",
        "71",
        "72",
        "81",
        "99",
    ]
)
_ICD10 = re.compile(r"[A-Z]\d[0-9A-Z](?:[0-9A-Z]{0,4})\Z", re.ASCII)
_ICD9 = re.compile(r"(?:\d{3,5}|V\d{2,4}|E\d{3,4})\Z", re.ASCII)
_HCPCS = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]\Z", re.ASCII)
_MODIFIER = re.compile(r"[0-9A-Z]{2}\Z", re.ASCII)
_REASON = re.compile(r"(?:[1-9]|[1-9]\d|[1-3]\d\d|A[0-8]|[BDPWY]\d{1,2})\Z", re.ASCII)
_REMARK = re.compile(r"(?:M|MA|N)\d{1,4}\Z", re.ASCII)
_TAXONOMY = re.compile(r"[0-9A-Z]{10}\Z", re.ASCII)
_TAX_ID = re.compile(r"\d{9}\Z", re.ASCII)
_NDC = re.compile(r"\d{11}\Z", re.ASCII)
_ZIP = re.compile(r"\d{5}(?:\d{4})?\Z", re.ASCII)
_POSTAL = re.compile(r"[A-Z]\d[A-Z] ?\d[A-Z]\d\Z", re.ASCII)
_STATUS = re.compile(r"\d{1,4}\Z", re.ASCII)
_CATEGORY = re.compile(r"(?:[ADEFPR]\d[A-Z0-9]?|DR0\d)\Z", re.ASCII)

Fault = tuple[str, str]


@dataclass(frozen=True)
class CodeSets:
    """Lists that the caller has the right to use; None means that only the form is checked."""

    diagnoses: Container[str] | None = None
    procedures: Container[str] | None = None
    modifiers: Container[str] | None = None
    reasons: Container[str] | None = None
    remarks: Container[str] | None = None
    taxonomies: Container[str] | None = None
    statuses: Container[str] | None = None


class CodeForms:
    """Judges single values by data element number; `by_number` maps it to a method of value and its
    qualifier.
    """

    def __init__(self, sets: CodeSets) -> None:
        self._sets = sets
        self.by_number: dict[str, Callable[[str, str], Fault | None]] = {
            "67": self._identifier, "127": self._reference, "156": self._state, "234": self._procedure,
            "1034": self._reason, "1271": self._industry, "1331": self._place, "1339": self._modifier,
        }  # fmt: skip

    def _identifier(self, text: str, qualifier: str) -> Fault | None:
        if qualifier == "XX" and not is_npi(text):
            return "code.npi", f"'{text[:20]}' is not an NPI: ten digits whose check digit holds."
        if qualifier in ("24", "34") and not _TAX_ID.match(text):
            return "code.tax-id", f"'{text[:20]}' is not a number of nine digits."
        return None

    def _reference(self, text: str, qualifier: str) -> Fault | None:
        if qualifier == "PXC":
            return _judge(text, _TAXONOMY, self._sets.taxonomies, "code.taxonomy", "a provider taxonomy code")
        if qualifier in ("EI", "SY") and not _TAX_ID.match(text.replace("-", "")):
            return "code.tax-id", f"'{text[:20]}' is not a tax number of nine digits."
        return None

    def _state(self, text: str, _: str) -> Fault | None:
        return None if text in STATES else ("code.state", f"'{text[:20]}' is not a state or province.")

    def _procedure(self, text: str, qualifier: str) -> Fault | None:
        if qualifier == "HC":
            return _judge(text, _HCPCS, self._sets.procedures, "code.procedure", "a HCPCS procedure code")
        if qualifier == "N4" and not _NDC.match(text):
            return "code.ndc", f"'{text[:20]}' is not a drug code of eleven digits."
        return None

    def _modifier(self, text: str, _: str) -> Fault | None:
        return _judge(text, _MODIFIER, self._sets.modifiers, "code.modifier", "a procedure modifier")

    def _reason(self, text: str, _: str) -> Fault | None:
        return _judge(text, _REASON, self._sets.reasons, "code.reason", "a claim adjustment reason code")

    def _industry(self, text: str, qualifier: str) -> Fault | None:
        if qualifier in ("ABK", "ABF", "ABJ", "APR"):
            return _judge(
                text, _ICD10, self._sets.diagnoses, "code.diagnosis", "an ICD-10-CM code without its point"
            )
        if qualifier in ("BK", "BF"):
            return _judge(text, _ICD9, None, "code.diagnosis", "an ICD-9-CM code without its point")
        if qualifier == "HE":
            return _judge(text, _REMARK, self._sets.remarks, "code.remark", "a remittance advice remark code")
        if qualifier == "status category":
            return _judge(text, _CATEGORY, None, "code.status-category", "a claim status category")
        if qualifier == "status":
            return _judge(text, _STATUS, self._sets.statuses, "code.status", "a claim status code")
        return None

    def _place(self, text: str, _: str) -> Fault | None:
        if text in PLACES_OF_SERVICE:
            return None
        return "code.place-of-service", f"'{text[:20]}' is not a place of service."


def is_postal_code(text: str) -> bool:
    """Whether the text is a ZIP of five or nine digits, or a Canadian postal code."""
    return bool(_ZIP.match(text) or _POSTAL.match(text))


def _judge(
    text: str, form: re.Pattern[str], known: Container[str] | None, code: str, what: str
) -> Fault | None:
    if not form.match(text):
        return code, f"'{text[:20]}' does not have the form of {what}."
    if known is not None and text not in known:
        return code, f"'{text[:20]}' is not {what} in force."
    return None
