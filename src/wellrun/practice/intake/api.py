"""The door of intake for other rooms."""

from wellrun.practice.intake.models import Origin
from wellrun.practice.intake.operations.book import book_by_link
from wellrun.practice.intake.operations.kiosk import (
    close_kiosk,
    enter_kiosk,
    find_yourself,
    leave,
    open_kiosk,
    serve,
)
from wellrun.practice.intake.operations.links import make_visit_link, send_booking_link, send_visit_link
from wellrun.practice.intake.operations.prove import prove_birth
from wellrun.practice.intake.operations.review import accept_all
from wellrun.practice.intake.operations.submit import open_submission, save_step, send_submission
from wellrun.practice.intake.queries.submissions import WaitingSubmission, signaled, waiting_submissions
from wellrun.practice.intake.queries.walk_in_desk import register_walk_in_desk

__all__ = [
    "Origin",
    "WaitingSubmission",
    "accept_all",
    "book_by_link",
    "close_kiosk",
    "enter_kiosk",
    "find_yourself",
    "leave",
    "make_visit_link",
    "open_kiosk",
    "open_submission",
    "prove_birth",
    "register_walk_in_desk",
    "save_step",
    "send_booking_link",
    "send_submission",
    "send_visit_link",
    "serve",
    "signaled",
    "waiting_submissions",
]
