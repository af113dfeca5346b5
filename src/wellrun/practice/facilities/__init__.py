"""Facilities: the rooms and devices of each department, and what is out of order.

Words: a *room* serves as one or more kinds (exam, procedure, imaging, lab); a *device* is of one kind and may
need calibration; a *fault* takes a room or device away for a time.
Invariants: every room and device is a resource of the time book under its own id; a fault is a block there, so
that nobody can book into it and the visits it strands are one query away; a device is not offered for a day
after its calibration ends.
"""
