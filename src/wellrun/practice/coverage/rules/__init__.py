"""Decisions about coverage that need no database."""
