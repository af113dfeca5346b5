"""The people and organizations a transaction names, with their addresses, contacts and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True)
class Address:
    """Street lines, city, two-letter state, postal code (five or nine digits, no dash) and country if
    foreign.
    """

    line1: str = ""
    line2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""


@dataclass(slots=True)
class Contact:
    """A PER: whom to ask and how; `numbers` pairs a qualifier (TE, EX, FX, EM, UR) with a number or
    address.
    """

    name: str = ""
    numbers: list[tuple[str, str]] = field(default_factory=list)
    function: str = "IC"


@dataclass(slots=True)
class Reference:
    """A REF: a number or text under a qualifier, such as `F8` (payer's claim number) or `EI` (employer's tax
    id).
    """

    qualifier: str
    value: str


@dataclass(slots=True)
class Party:
    """One NM1 or N1 with what follows it.

    `entity` is the standard's role code (85 billing, 82 rendering, 77 facility, IL subscriber, QC patient, PR
    payer, PE payee, 41 submitter, 40 receiver). `name` is the organization's name or a person's last name;
    `person` tells which. `id` stands under `id_qualifier` (XX is an NPI, MI a member number, PI a payer
    number).
    """

    entity: str
    name: str = ""
    first_name: str = ""
    middle_name: str = ""
    suffix: str = ""
    person: bool = False
    id_qualifier: str = ""
    id: str = ""
    address: Address | None = None
    birth_on: date | None = None
    gender: str = ""
    taxonomy: str = ""
    references: Sequence[Reference] = ()
    contacts: Sequence[Contact] = ()
    position: int = 0

    @property
    def npi(self) -> str:
        """The national provider identifier, or empty when the party is named by another number."""
        return self.id if self.id_qualifier == "XX" else ""

    @property
    def display_name(self) -> str:
        """`LAST, FIRST MIDDLE` for a person, the name for an organization."""
        given = " ".join(part for part in (self.first_name, self.middle_name) if part)
        return f"{self.name}, {given}" if given else self.name

    def reference(self, *qualifiers: str) -> str:
        """The first reference under one of the qualifiers, or empty."""
        return first_reference(self.references, *qualifiers)


def first_reference(references: Sequence[Reference], *qualifiers: str) -> str:
    """The value of the first reference under one of the qualifiers, or empty."""
    return next((found.value for found in references if found.qualifier in qualifiers), "")
