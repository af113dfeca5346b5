"""Synthea's CSV export: what its tables hold and what their rows mean."""
