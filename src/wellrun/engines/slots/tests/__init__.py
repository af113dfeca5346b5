"""Promises of the engine, tested without a database."""
