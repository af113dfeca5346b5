"""Bringing in a folder of Synthea's CSV export: one file a table."""
