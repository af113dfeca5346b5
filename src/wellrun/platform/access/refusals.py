"""Refusals: what an operation raises when it will not act. Each carries the sentence the person reads."""

from __future__ import annotations


class Refused(Exception):
    """An operation declined; nothing was changed. `field` names the form field at fault, when there is one.

    `leads_to` is the page where the person can mend it: the name of its address and the words of the link.
    """

    status = 422
    sentence = "That could not be done."
    field = ""
    leads_to = ("", "")

    def __init__(self, sentence: str = "", *, field: str = "") -> None:
        self.sentence = sentence or type(self).sentence
        self.field = field or type(self).field
        super().__init__(self.sentence)


class NotFound(Refused):
    """There is no such record, or it is not yours: both answer alike, so that nobody can probe."""

    status = 404
    sentence = "There is no such record, or it is not one of yours."


class NotAllowed(NotFound):
    """The actor lacks the capability there. Told apart from `NotFound` in the audit only."""


class Stale(Refused):
    """Somebody else changed the record since the form was opened."""

    status = 409
    sentence = "Somebody changed this while you had it open. Look at what is new, then save again."
