"""The time book: whatever can be busy is a resource, whatever takes time is a reservation of resources.

Words: a *resource* is a provider, room, device, member of staff or hospital block; a *lane* is one unit of its
capacity; a *booking* is one or more reservations made together, under one id that the room above chose; a *block*
takes a resource away (leave, repair, an expired calibration) around the bookings it cannot move.
Invariants, all kept by the database: two active reservations of one resource and lane never overlap; a booking's
reservations exist together or not at all. Booking never waits on another's lock in a circle: rows are written in
resource order in one statement that skips what is taken.
"""
