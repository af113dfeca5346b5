"""The global period after a procedure: the days on which a visit belongs to the procedure's own payment.

As Medicare counts (Claims Processing Manual, chapter 12, section 40.1): a minor procedure has its own day (0) or the
ten days after it as well (10), a major one also the day before and the 90 days after (90).
"""

from __future__ import annotations

from datetime import date, timedelta


def period_of(done_on: date, days: int) -> tuple[date, date]:
    """The first and the last day of the global period, both included."""
    before = timedelta(days=1) if days == 90 else timedelta()
    return done_on - before, done_on + timedelta(days=days)
