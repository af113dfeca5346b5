"""Money is integer US cents everywhere. This package only reads and writes it for people."""

from wellrun.platform.money.cents import MAX_CENTS, MoneyError, format_cents, parse_cents

__all__ = ["MAX_CENTS", "MoneyError", "format_cents", "parse_cents"]
