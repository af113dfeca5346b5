"""Typesetting pages: a room's own template and its data in, a PDF out."""

from wellrun.platform.printing.typeset import typeset

__all__ = ["typeset"]
