"""Faults to plant one at a time in clean files: what to change and which finding must come."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from wellrun.engines.x12 import write_835, write_837p
from wellrun.engines.x12.testing import make_batch, make_npi, make_remittance


@dataclass(frozen=True)
class Fault:
    """The first occurrence of `old` becomes `new`; a finding of `code` (and of `element`, if given) must
    come.
    """

    name: str
    old: bytes
    new: bytes
    code: str
    segment: str = ""
    element: int | None = None


@cache
def clean_claims() -> bytes:
    return write_837p([make_batch(6, transaction="0001"), make_batch(4, first=6, transaction="0002")])


@cache
def clean_remittances() -> bytes:
    return write_835(
        [make_remittance(make_batch(6, first=6 * at), transaction=f"000{at + 1}") for at in range(2)]
    )


_NPI = make_npi(1).encode()
_WRONG_NPI = _NPI[:-1] + (b"0" if _NPI[-1:] != b"0" else b"1")

CLAIM_FAULTS = [
    Fault("claim charge is not the sum of its lines", b"CLM*C00000001*222.5*", b"CLM*C00000001*222.6*",
        "balance.claim", "CLM", 2),
    Fault("NPI check digit", b"*XX*" + _NPI, b"*XX*" + _WRONG_NPI, "code.npi", "NM1", 9),
    Fault("pointer to an absent diagnosis", b"*UN*1***1~", b"*UN*1***4~", "claim.pointer", "SV1", 7),
    Fault("ICD form", b"ABK:I10", b"ABK:I1", "code.diagnosis", "HI", 1),
    Fault("state", b"ASHFORD*KY*", b"ASHFORD*QQ*", "code.state", "N4", 2),
    Fault("ZIP form", b"*KY*40101~", b"*KY*4010~", "code.zip", "N4", 3),
    Fault("segment count", b"SE*148*", b"SE*147*", "envelope.se-count", "SE", 1),
    Fault("transaction control number", b"SE*148*0001", b"SE*148*0009", "envelope.se-control", "SE", 2),
    Fault("group count", b"GE*2*", b"GE*3*", "envelope.ge-count", "GE", 1),
    Fault("group control number", b"GE*2*1~", b"GE*2*9~", "envelope.ge-control", "GE", 2),
    Fault("interchange count", b"IEA*1*", b"IEA*2*", "envelope.iea-count", "IEA", 1),
    Fault("interchange control number", b"IEA*1*000000001", b"IEA*1*000000002", "envelope.iea-control",
        "IEA", 2),
    Fault("missing address", b"N3*12 MILL ROAD~", b"", "segment.missing", "N3"),
    Fault("unknown qualifier", b"NM1*85*", b"NM1*8X*", "element.code", "NM1", 1),
    Fault("impossible date", b"DTP*472*D8*20260302", b"DTP*472*D8*20260231", "element.date", "DTP", 3),
    Fault("missing filing indicator", b"SBR*P*18*G100******CI~", b"SBR*P*18*G100~", "element.missing", "SBR",
        9),
    Fault("place of service", b"***11:B:1*", b"***97:B:1*", "code.place-of-service", "CLM", 5),
    Fault("parent that does not exist", b"HL*3*1*22*0", b"HL*3*9*22*0", "hierarchy.parent", "HL", 2),
    Fault("children that do not exist", b"HL*3*1*22*0", b"HL*3*1*22*1", "hierarchy.children", "HL", 4),
    Fault("HL out of sequence", b"HL*3*1*22*0", b"HL*7*1*22*0", "hierarchy.number", "HL", 1),
    Fault("unknown segment", b"HL*3*1*22*0~", b"QQQ*1~HL*3*1*22*0~", "segment.unknown", "QQQ"),
    Fault("segment out of order", b"LX*1~SV1", b"BHT*0019~LX*1~SV1", "segment.order", "BHT"),
    Fault("too many of a segment", b"REF*D9*T0000000000~", b"REF*D9*T1~REF*D9*T2~", "segment.repeats", "REF"),
    Fault("not a number", b"*UN*1***1~", b"*UN*one***1~", "element.number", "SV1", 4),
    Fault("too long", b"N4*ASHFORD*", b"N4*" + b"A" * 31 + b"*", "element.too-long", "N4", 1),
    Fault("character outside the set", b"*ALDER*", b"*\xc3\x84LDER*", "element.character", "NM1", 3),
    Fault("patient who is and is not the subscriber", b"SBR*P**G100", b"SBR*P*18*G100", "claim.patient",
        "SBR", 2),
    Fault("replacement without the original's number", b"11:B:1*", b"11:B:7*", "claim.original-number",
        "CLM", 5),
    Fault("day of service to come", b"DTP*472*D8*20260302", b"DTP*472*D8*20270302", "claim.future", "DTP", 3),
    Fault("line control number twice", b"REF*6R*1L2~", b"REF*6R*1L1~", "claim.line-control", "REF", 2),
    Fault("control number used twice", b"ST*837*0002", b"ST*837*0001", "envelope.duplicate-control", "ST", 2),
]  # fmt: skip

REMITTANCE_FAULTS = [
    Fault("claim does not balance", b"CLP*C00000000*1*145*81.2*", b"CLP*C00000000*1*145*81.3*",
        "balance.claim", "CLP", 4),
    Fault("payment does not balance", b"BPR*I*", b"BPR*I*1", "balance.payment", "BPR", 2),
    Fault("line charge changed", b"SVC*HC:99214*210*", b"SVC*HC:99214*211*", "balance.line", "SVC", 3),
    Fault("lines are not the claim's charge", b"SVC*HC:99214*210*", b"SVC*HC:99214*211*",
        "balance.claim-charge", "CLP", 3),
    Fault("unknown reason code", b"CAS*CO*45*", b"CAS*CO*999*", "code.reason", "CAS", 2),
    Fault("unknown adjustment group", b"CAS*CO*45*", b"CAS*XX*45*", "element.code", "CAS", 1),
    Fault("amount that is no number", b"CAS*CO*45*43.5~", b"CAS*CO*45*43,5~", "element.number", "CAS", 3),
    Fault("patient responsibility", b"*81.2*20.3*", b"*81.2*20.4*", "balance.patient-responsibility", "CLP",
        5),
    Fault("money paid by no method", b"*C*ACH*", b"*C*NON*", "remittance.no-payment", "BPR", 4),
    Fault("payment twice in one file", b"TRN*1*E000010002*", b"TRN*1*E000010001*", "remittance.twice", "TRN",
        2),
    Fault("wrong functional group", b"GS*HP*", b"GS*HC*", "envelope.functional-group", "ST", 1),
    Fault("half a bank account", b"*01*042000314*", b"*01**", "segment.syntax", "BPR", 12),
]  # fmt: skip
