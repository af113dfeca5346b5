"""The worker: takes jobs from the queue until it is asked to stop, and seals the audit every second."""

from __future__ import annotations

import asyncio
import logging

from asgiref.sync import sync_to_async
from procrastinate.contrib.django import app

from wellrun.platform.audit.api import seal_events
from wellrun.platform.clock import now

log = logging.getLogger(__name__)


async def _seal_forever(every_seconds: float) -> None:
    while True:
        try:
            await sync_to_async(seal_events)(at=now())
        except Exception:
            # The next second tries again; `wellrun audit verify` counts what stays unsealed.
            log.exception("The audit could not be sealed.")
        await asyncio.sleep(every_seconds)


async def _work(concurrency: int) -> None:
    sealer = asyncio.create_task(_seal_forever(1.0))
    try:
        connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
        with app.replace_connector(connector) as worker_app:
            async with worker_app.open_async():
                await worker_app.run_worker_async(concurrency=concurrency)
    finally:
        sealer.cancel()


def run_worker(*, concurrency: int = 2) -> None:
    """Run one worker in this process until it is signaled to stop."""
    asyncio.run(_work(concurrency))
