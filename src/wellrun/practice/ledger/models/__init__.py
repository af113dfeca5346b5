"""The ledger's tables."""

from wellrun.practice.ledger.models.balance import AccountBalance
from wellrun.practice.ledger.models.closed_day import ClosedDay
from wellrun.practice.ledger.models.journal import JournalEntry, JournalLine

__all__ = ["AccountBalance", "ClosedDay", "JournalEntry", "JournalLine"]
