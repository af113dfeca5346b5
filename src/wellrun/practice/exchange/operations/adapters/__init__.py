"""Adapters: one way to speak to each outside party."""

from wellrun.practice.exchange.operations.adapters.adapter import Adapter, Artifact
from wellrun.practice.exchange.operations.adapters.folder import FolderAdapter
from wellrun.practice.exchange.operations.adapters.lines import line_of

__all__ = ["Adapter", "Artifact", "FolderAdapter", "line_of"]
