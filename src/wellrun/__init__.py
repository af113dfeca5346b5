"""Wellrun: the operations system of a medical office. The map is docs/architecture.md."""

__version__ = "0.1.0"
