"""Whole-office stories in a real browser, against the real application and a database that commits."""
