"""Intake: what patients enter themselves, by a signed link or at a kiosk, and what staff take over from it.

Words: a *submission* is what one patient entered for one visit; a *review* takes it over, item by item. Invariant:
nothing that a patient entered is in the record before a person took it over.
"""
