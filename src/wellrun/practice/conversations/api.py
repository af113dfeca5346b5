"""The door of conversations for other rooms."""

from wellrun.practice.conversations.models import Thread
from wellrun.practice.conversations.operations.follow_chart import give_threads, move_threads
from wellrun.practice.conversations.operations.threads import To, begin_thread, bring_in, read_thread, reply
from wellrun.practice.conversations.queries.subjects import Subject, register_subject
from wellrun.practice.conversations.queries.threads import threads_about, threads_about_patient

__all__ = [
    "Subject",
    "Thread",
    "To",
    "begin_thread",
    "bring_in",
    "give_threads",
    "move_threads",
    "read_thread",
    "register_subject",
    "reply",
    "threads_about",
    "threads_about_patient",
]
