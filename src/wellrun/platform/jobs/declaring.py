"""Declaring a job: a function with JSON arguments that is retried, then kept as failed for a person to see."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any

from django.db import connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

#: Ten seconds, then growing: a payer's line that is down for an hour is still tried in time.
RETRIES = RetryStrategy(max_attempts=8, wait=10, exponential_wait=3)


def job(*, name: str, queue: str = "default", cron: str = "") -> Callable[[Callable[..., Any]], Any]:
    """Declare a job; call `.defer(**arguments)` on the result inside the causing transaction.

    A job with `cron` runs by itself at those minutes and receives `timestamp`. A job says itself who acts:
    it opens its transaction with `acting(identity)`.
    """

    def declare(work: Callable[..., Any]) -> Any:
        task = app.task(name=name, queue=queue, retry=RETRIES)(_leaving_no_connection(work))
        return app.periodic(cron=cron)(task) if cron else task

    return declare


def _leaving_no_connection(work: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(work)
    def run(*arguments: Any, **options: Any) -> Any:
        try:
            return work(*arguments, **options)
        finally:
            # Workers run jobs in threads that come and go; a connection left in one would stay open unused.
            if threading.current_thread() is not threading.main_thread():
                connections.close_all()

    return run
