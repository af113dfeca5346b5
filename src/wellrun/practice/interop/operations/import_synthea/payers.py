"""payers.csv: payers of the coverage room. Who pays alone has no payer."""

from __future__ import annotations

from django.db import transaction

from wellrun.platform.access.refusals import Refused
from wellrun.practice.coverage.api import PayerDetails, add_payer, payers
from wellrun.practice.interop.operations.import_synthea.work import Parsed, Work
from wellrun.practice.interop.rules.synthea.people import PayerRow
from wellrun.practice.interop.rules.synthea.words import SELF_PAY, e164, payer_kind, state_code, zip_digits

#: Begins every electronic id that this import makes up: no clearinghouse knows such an id, so that no claim leaves
#: under it before a biller has entered the real one.
MADE_UP = "SYN"


def import_payers(work: Work) -> None:
    """Add each payer, or use the one of the same name that is there."""
    there = {payer.name.casefold(): payer for payer in payers(work.by.organization_id, also_inactive=True)}
    for parsed in work.parse("payers"):
        row: PayerRow = parsed.row
        if parsed.target_id:
            work.refs.payers[row.id] = parsed.target_id
        elif row.name == SELF_PAY:
            work.refs.payers[row.id] = None
            work.report(parsed.source, "This stands for patients who pay alone; they have no payer here.")
        elif same := there.get(row.name.casefold()):
            work.refs.payers[row.id] = same.id
            work.merge(parsed.source, "payer", same.id, f"{same.name} is among the payers already.")
        else:
            _add(work, parsed)


def _add(work: Work, parsed: Parsed) -> None:
    row: PayerRow = parsed.row
    indicator, kind = payer_kind(row.name)
    zip_code = zip_digits(row.zip)
    details = PayerDetails(
        name=row.name,
        electronic_id=MADE_UP + row.id[:8].upper(),
        filing_indicator=indicator,
        kind=kind,
        street=row.street,
        city=row.city,
        state=state_code(row.state) or "",
        zip=zip_code or "",
        phone=e164(row.phone),
    )
    try:
        with transaction.atomic():
            payer = add_payer(details=details, by=work.by, at=work.at)
    except Refused as refusal:
        work.report(parsed.source, refusal.sentence)
        return
    work.refs.payers[row.id] = payer.id
    work.bring(parsed.source, "payer", payer.id)
    work.accounts.remark(
        parsed.source, f"Its electronic id {details.electronic_id} is made up; enter the clearinghouse's own."
    )
    if details.zip != row.zip.replace("-", ""):
        work.accounts.remark(parsed.source, f"Its ZIP {row.zip} was taken as {details.zip or 'not known'}.")
