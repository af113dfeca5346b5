"""The exchange: every wire to the outside, every byte kept.

Words: a *transmission* is one file that went out or came in; the *outbox* is what is queued; an *adapter*
speaks to one outside party; *quarantine* is where a file waits that nobody understands. Invariants: an
outgoing file is staged in the transaction of the act that sends it, so neither happens alone; the same
content in the same direction is one transmission, by a unique index; a file is archived at the other side
only after its bytes are kept here; what a file is, is told by its content and never by its name.
"""
