"""The door of intake for other rooms."""

from wellrun.practice.intake.operations.links import make_visit_link, send_booking_link, send_visit_link
from wellrun.practice.intake.queries.submissions import WaitingSubmission, signaled, waiting_submissions
from wellrun.practice.intake.queries.walk_in_desk import register_walk_in_desk

__all__ = [
    "WaitingSubmission",
    "make_visit_link",
    "register_walk_in_desk",
    "send_booking_link",
    "send_visit_link",
    "signaled",
    "waiting_submissions",
]
