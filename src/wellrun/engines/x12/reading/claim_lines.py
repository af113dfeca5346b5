"""The service lines of an 837P: LX, SV1, drugs and earlier payers' decisions."""

from __future__ import annotations

from ..claim import Claim, Drug, LineAdjudication, OtherCoverage, ServiceLine
from ..money import parse_quantity
from ..party import Party
from .builder import Builder


class LineHandlers(Builder[Claim]):
    """Handlers of loop 2400 and below."""

    claim: Claim | None
    line: ServiceLine | None
    coverage: OtherCoverage | None
    adjudication: LineAdjudication | None
    party: Party | None
    named: Party | Claim | ServiceLine | None

    def lx(self, e: list[str]) -> None:
        if self.claim is None:
            return
        line = self.line = ServiceLine(position=self.scanner.position)
        number = parse_quantity(e[1])
        line.number = int(number) if number is not None else 0
        self.claim.lines.append(line)
        self.coverage = self.adjudication = self.party = None
        self.named = line

    def sv1(self, e: list[str]) -> None:
        line = self.line
        if line is None:
            return
        component = self.component
        parts = e[1].split(component)
        line.procedure_qualifier = parts[0]
        if len(parts) > 1:
            line.procedure = parts[1]
            if len(parts) > 2:
                line.modifiers = tuple(part for part in parts[2:6] if part)
                if len(parts) > 6:
                    line.description = parts[6]
        line.charge_cents = self.cents(e, 2)
        line.unit_basis, line.units, line.place_of_service = e[3], parse_quantity(e[4]), e[5]
        pointers = e[7]
        if pointers:
            try:
                line.pointers = tuple([int(part) for part in pointers.split(component)])
            except ValueError:
                self.problem("pointer.unreadable", "does not point to diagnoses", e, 7)
        if e[9] or e[11]:
            line.emergency, line.epsdt = e[9] == "Y", e[11] == "Y"
        if e[12] or e[15]:
            line.family_planning, line.copay_exempt = e[12] == "Y", e[15] == "0"

    def line_reference(self, e: list[str]) -> bool:
        """Take a REF that has its own place in the line; false when it is one among the line's references."""
        line = self.line
        if line is None:
            return False
        if e[1] == "6R":
            line.control_number = e[2]
            return True
        if line.drug is not None and e[1] in ("XZ", "VY"):
            line.drug.prescription = e[2]
            return True
        return False

    def lin(self, e: list[str]) -> None:
        if self.line is not None:
            self.line.drug = Drug(e[3], qualifier=e[2])

    def ctp(self, e: list[str]) -> None:
        if self.line is not None and self.line.drug is not None:
            self.line.drug.quantity = parse_quantity(e[4])
            self.line.drug.unit = e[5].partition(self.component)[0]

    def svd(self, e: list[str]) -> None:
        if self.line is None:
            return
        parts = e[3].split(self.component)
        self.adjudication = LineAdjudication(
            e[1], self.cents(e, 2), parts[0], parts[1] if len(parts) > 1 else "", tuple(parts[2:6]),
            parse_quantity(e[5]),
        )  # fmt: skip
        self.line.adjudications.append(self.adjudication)

    handlers = {"LX": lx, "SV1": sv1, "LIN": lin, "CTP": ctp, "SVD": svd}
