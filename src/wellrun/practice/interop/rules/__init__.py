"""Decisions about other systems' records that need no database."""
