"""The ledger: every cent is a line of a balanced, append-only journal entry.

Words: an *account* says what kind of money a line is; a *line* is positive for a debit, negative for a credit, in
cents; an *entry* is lines that sum to zero, posted once under its *source key*; a *correction* reverses and posts
anew. Each line carries the dimensions it can be read by. A *closed day* takes no more postings.
Invariants, kept by the database: entries sum to zero at commit; posted rows never change; a source key posts once;
the balance kept for each account and patient account equals the sum of its lines.
"""
