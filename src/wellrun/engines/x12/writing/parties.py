"""Names, addresses, contacts and references as segments."""

from __future__ import annotations

from collections.abc import Sequence

from ..adjustment import Adjustment
from ..money import format_cents, format_quantity
from ..party import Contact, Party
from .interchange import InterchangeWriter, plain


def write_nm1(out: InterchangeWriter, party: Party) -> None:
    """The NM1 of a party."""
    out.add(
        "NM1", party.entity, "1" if party.person else "2", plain(party.name), plain(party.first_name),
        plain(party.middle_name), "", plain(party.suffix), party.id_qualifier if party.id else "", party.id,
    )  # fmt: skip


def write_address(out: InterchangeWriter, party: Party) -> None:
    """The N3 and N4 of a party, where it has an address."""
    address = party.address
    if address is None:
        return
    if address.line1:
        out.add("N3", plain(address.line1), plain(address.line2))
    out.add("N4", plain(address.city), address.state, address.zip.replace("-", ""), address.country)


def write_references(out: InterchangeWriter, party: Party) -> None:
    """The REFs of a party."""
    for reference in party.references:
        out.add("REF", reference.qualifier, reference.value)


def write_contact(out: InterchangeWriter, contact: Contact) -> None:
    """The PER of a contact."""
    numbers = [text for pair in contact.numbers[:3] for text in pair]
    out.add("PER", contact.function, plain(contact.name), *numbers)


def write_adjustments(out: InterchangeWriter, adjustments: Sequence[Adjustment]) -> None:
    """The CAS segments: up to six reasons of one group in each, in the order given."""
    at = 0
    while at < len(adjustments):
        elements: list[str] = []
        group = adjustments[at].group
        while at < len(adjustments) and adjustments[at].group == group and len(elements) < 18:
            found = adjustments[at]
            elements += [found.reason, format_cents(found.amount_cents), format_quantity(found.quantity)]
            at += 1
        out.add("CAS", group, *elements)
