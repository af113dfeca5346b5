"""Declaring a job: a function with JSON arguments that is retried, then kept as failed for a person to see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

#: Ten seconds, then growing: a payer's line that is down for an hour is still tried in time.
RETRIES = RetryStrategy(max_attempts=8, wait=10, exponential_wait=3)


def job(*, name: str, queue: str = "default", cron: str = "") -> Callable[[Callable[..., Any]], Any]:
    """Declare a job; call `.defer(**arguments)` on the result inside the causing transaction.

    A job with `cron` runs by itself at those minutes and receives `timestamp`.
    """

    def declare(work: Callable[..., Any]) -> Any:
        task = app.task(name=name, queue=queue, retry=RETRIES)(work)
        return app.periodic(cron=cron)(task) if cron else task

    return declare
