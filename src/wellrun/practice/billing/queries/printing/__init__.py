"""Billing's printed pages, typeset by typst from data that is passed as data."""
