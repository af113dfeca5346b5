"""Adapters: one way to speak to each outside party."""

from wellrun.practice.exchange.adapters.adapter import Adapter, Artifact
from wellrun.practice.exchange.adapters.folder import FolderAdapter
from wellrun.practice.exchange.adapters.lines import line_of

__all__ = ["Adapter", "Artifact", "FolderAdapter", "line_of"]
