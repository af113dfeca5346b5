"""The ledger as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledger."""

    name = "wellrun.practice.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Bring the room's invariants."""
        from wellrun.platform.verification import register_check
        from wellrun.practice.ledger.queries import verification

        register_check("ledger", "Journal entries balance", verification.entries_balance)
        register_check("ledger", "Balances equal their postings", verification.balances_follow_lines)
        register_check("ledger", "Reversals mirror what they reverse", verification.reversals_mirror)
