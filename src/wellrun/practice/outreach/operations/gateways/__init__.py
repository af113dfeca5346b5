"""Gateways as they are spoken to: a mail server by SMTP, a text gateway by HTTP."""

from wellrun.practice.outreach.operations.gateways.letter import Down, Later, Letter, Rejected
from wellrun.practice.outreach.operations.gateways.opened import Line, lines_from, open_line, password_of

__all__ = ["Down", "Later", "Letter", "Line", "Rejected", "lines_from", "open_line", "password_of"]
