"""Names, addresses, contacts and references, as several transactions write them alike."""

from __future__ import annotations

from ..dates import DatedFact, parse_day, parse_days
from ..party import Address, Contact, Party


def party_of_nm1(nm1: list[str], position: int) -> Party:
    """The party of an NM1 (padded elements)."""
    return Party(
        nm1[1], nm1[3], nm1[4], nm1[5], nm1[7], nm1[2] == "1", nm1[8], nm1[9].strip(), position=position
    )


def party_of_n1(n1: list[str], position: int) -> Party:
    """The organization of an N1 (padded elements)."""
    return Party(n1[1], n1[2], id_qualifier=n1[3], id=n1[4].strip(), position=position)


def add_street(party: Party, n3: list[str]) -> None:
    """Give the party the street lines of an N3."""
    party.address = Address(n3[1], n3[2])


def add_city(party: Party, n4: list[str]) -> None:
    """Give the party the city, state, postal code and country of an N4."""
    address = party.address
    if address is None:
        address = party.address = Address()
    address.city, address.state, address.zip, address.country = n4[1], n4[2], n4[3], n4[4]


def contact_of_per(per: list[str]) -> Contact:
    """The contact of a PER with up to three numbers."""
    numbers = [(per[at], per[at + 1]) for at in (3, 5, 7) if per[at] or per[at + 1]]
    return Contact(per[2], numbers, per[1])


def fact_of_dtp(dtp: list[str]) -> DatedFact:
    """The dated fact of a DTP; days are None where the format is a time or the text is no day."""
    if dtp[2] in ("D8", "RD8"):
        from_on, through_on = parse_days(dtp[3])
        return DatedFact(dtp[1], from_on, through_on, dtp[3])
    on = parse_day(dtp[3]) if dtp[2] == "DT" else None
    return DatedFact(dtp[1], on, on, dtp[3])


def fact_of_dtm(dtm: list[str]) -> DatedFact:
    """The dated fact of a DTM, which is always one day."""
    on = parse_day(dtm[2])
    return DatedFact(dtm[1], on, on, dtm[2])
