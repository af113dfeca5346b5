"""Workspaces: pages that mix rooms: the day board, the day sheet, the manager's page, first pages, the palette.

Words: the *board* is the visits of one site's day with where each stands and for how long; *here* is between arrival
and check-out. Invariants: this room has no tables and no rules of its own about other rooms' records; every change
is one operation of the room that owns it; every number leads to its rows.
"""
