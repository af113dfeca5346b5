"""The jobs of scheduling, by what asks for them."""

from wellrun.practice.scheduling.jobs.by_the_clock import (
    drop_holds,
    remind_patients,
    sample_every_monday,
    tell_patients,
)
from wellrun.practice.scheduling.jobs.faults import forget_stranded, tell_stranded
from wellrun.practice.scheduling.jobs.wait_list import (
    answered,
    offer_released_blocks,
    offer_time,
    recall_patients,
    tend,
    tend_all,
    undelivered,
)

__all__ = [
    "answered",
    "drop_holds",
    "forget_stranded",
    "offer_released_blocks",
    "offer_time",
    "recall_patients",
    "remind_patients",
    "sample_every_monday",
    "tell_patients",
    "tell_stranded",
    "tend",
    "tend_all",
    "undelivered",
]
