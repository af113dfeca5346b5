"""Declaring and deferring jobs, and running the worker that does them."""

from wellrun.platform.jobs.declaring import job
from wellrun.platform.jobs.working import run_worker

__all__ = ["job", "run_worker"]
