"""The tables of procedures."""
