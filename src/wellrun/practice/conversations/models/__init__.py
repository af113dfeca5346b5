"""The tables of conversations."""

from wellrun.practice.conversations.models.thread import Message, Participant, Thread

__all__ = ["Message", "Participant", "Thread"]
