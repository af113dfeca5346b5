"""Decisions about patients that need no database."""
