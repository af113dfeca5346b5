"""The chart of accounts that a medical office starts with. Rooms post to these by name."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """The five kinds of account; assets and expenses grow by debits, the others by credits."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    REVENUE = "revenue"
    EXPENSE = "expense"


class Account(StrEnum):
    """Account numbers, fixed, with the meaning they keep."""

    CASH_DRAWER = "1010"
    BANK = "1020"
    CARD_CLEARING = "1030"
    INSURANCE_RECEIVABLE = "1100"
    PATIENT_RECEIVABLE = "1200"
    UNAPPLIED_PAYMENTS = "2100"
    PAYER_RECOUPMENTS = "2150"
    OPENING_BALANCE = "3900"
    PATIENT_REVENUE = "4000"
    CONTRACTUAL_ADJUSTMENT = "4100"
    OTHER_ADJUSTMENT = "4150"
    SMALL_BALANCE_WRITE_OFF = "4160"
    INTEREST_INCOME = "4200"
    CASH_OVER_SHORT = "5900"
    BAD_DEBT = "5950"


ACCOUNTS: dict[Account, tuple[str, Kind]] = {
    Account.CASH_DRAWER: ("Cash in drawers", Kind.ASSET),
    Account.BANK: ("Bank", Kind.ASSET),
    Account.CARD_CLEARING: ("Card payments on their way", Kind.ASSET),
    Account.INSURANCE_RECEIVABLE: ("Receivable from insurers", Kind.ASSET),
    Account.PATIENT_RECEIVABLE: ("Receivable from patients", Kind.ASSET),
    Account.UNAPPLIED_PAYMENTS: ("Payments not yet applied", Kind.LIABILITY),
    Account.PAYER_RECOUPMENTS: ("Amounts payers will take back", Kind.LIABILITY),
    Account.OPENING_BALANCE: ("Opening balances brought in", Kind.EQUITY),
    Account.PATIENT_REVENUE: ("Charges for services", Kind.REVENUE),
    Account.CONTRACTUAL_ADJUSTMENT: ("Contractual adjustments", Kind.REVENUE),
    Account.OTHER_ADJUSTMENT: ("Other payer adjustments", Kind.REVENUE),
    Account.SMALL_BALANCE_WRITE_OFF: ("Small balances written off", Kind.REVENUE),
    Account.INTEREST_INCOME: ("Interest from payers", Kind.REVENUE),
    Account.CASH_OVER_SHORT: ("Cash over and short", Kind.EXPENSE),
    Account.BAD_DEBT: ("Bad debt", Kind.EXPENSE),
}
