"""The job that runs the line every minute."""

from __future__ import annotations

from wellrun.platform.clock import now
from wellrun.platform.jobs.api import job
from wellrun.practice.exchange.operations.run_line import fetch_new, send_queued


@job(name="exchange.run_line", queue="exchange", cron="* * * * *")
def run_line(timestamp: int) -> None:
    """Send what is queued, then fetch what waits. A line that is down raises, and the job is tried again."""
    at = now()
    send_queued(at=at)
    fetch_new(at=at)
