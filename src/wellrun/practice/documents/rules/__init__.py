"""Decisions about documents that need no database."""
