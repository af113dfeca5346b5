"""The front desk: arrivals and check-in, the telephone log, cash drawers, the close of the day.

Words: a *check-in* is what was asked and accepted before a visit is marked arrived; a *call* is one telephone call
with its reason, its disposition and, where promised, a call-back; a *drawer* is one person's cash from the float it
opened with to its count; *over and short* is what the count differs from the ledger; the *day sheet* is the ledger's
reading of one site's day. Invariants: a visit has one check-in in force; a person has one open drawer; what a drawer
should hold is the ledger's balance for it and nothing else; a day with open drawers is not closed.
"""
