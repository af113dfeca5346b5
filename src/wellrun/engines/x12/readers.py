"""The typed readers: remittances, claims and acknowledgements out of any bytes or binary stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .acknowledgement import Acknowledgement
from .claim import Claim
from .claim_status import ClaimAcknowledgement
from .findings import Finding
from .reading.acknowledgements import AcknowledgementBuilder
from .reading.builder import Builder, build
from .reading.claim_statuses import ClaimAcknowledgementBuilder
from .reading.claims import ClaimBuilder
from .reading.remittances import RemittanceBuilder
from .remittance import Remittance
from .scanner import Report, Scanner
from .segments import Source

Findings = list[Finding] | None


def read_remittances(source: Source, findings: Findings = None) -> Iterator[Remittance]:
    """Every remittance of the source, one for each ST*835, of any version from 004010 on.

    Faults of the envelopes are appended to `findings`; faults that make one remittance unreliable stand in
    its `problems`. Never raises on any bytes. Holds one remittance in memory at a time.
    """
    return build(source, _for(("835",), RemittanceBuilder), _report(findings))


def read_claims(source: Source, findings: Findings = None) -> Iterator[Claim]:
    """Every professional claim of the source in file order, each as soon as it is complete.

    Claims of one family share their header, billing provider, subscriber, payer and patient objects.
    Institutional and dental 837s are passed over. Never raises on any bytes. Holds one claim in memory at a
    time.
    """
    return build(source, _professional, _report(findings))


def read_acknowledgements(source: Source, findings: Findings = None) -> Iterator[Acknowledgement]:
    """Every 999 of the source, and every 997 read as one. Never raises on any bytes."""
    return build(source, _for(("999", "997"), AcknowledgementBuilder), _report(findings))


def read_claim_acknowledgements(source: Source, findings: Findings = None) -> Iterator[ClaimAcknowledgement]:
    """Every 277CA of the source; other uses of the 277 are passed over. Never raises on any bytes."""
    return build(source, _claim_acknowledgement, _report(findings))


def _report(findings: Findings) -> Report | None:
    return None if findings is None else findings.append


def _for(sets: tuple[str, ...], kind: type[Builder]) -> Callable[[Scanner], type[Builder] | None]:
    return lambda scanner: kind if scanner.envelope.transaction_set in sets else None


def _professional(scanner: Scanner) -> type[Builder[Claim]] | None:
    envelope = scanner.envelope
    other = any(guide in envelope.version for guide in ("X223", "X224", "X096", "X097"))
    return ClaimBuilder if envelope.transaction_set == "837" and not other else None


def _claim_acknowledgement(scanner: Scanner) -> type[Builder[ClaimAcknowledgement]] | None:
    envelope = scanner.envelope
    if envelope.transaction_set == "277" and ("X214" in envelope.version or "X" not in envelope.version):
        return ClaimAcknowledgementBuilder
    return None
