"""Procedures: hospital cases and block time.

Words: a *case* is a procedure at a hospital or center from the decision to the charge; a *block* is time that a
facility allots to a surgeon or group; a *preference card* is what a surgeon needs for a procedure; *readiness* is
what must be done before, dated back from the case. Invariants: a surgeon who operates is nowhere else in the time
book; a case is not ready while a task blocks it.
"""
