"""Files by their content: encrypted at rest, named by their hash, sniffed before they are believed.

Invariant: a database row that names a file is committed only after the file is safely on disk, so there may be
a file without a row after a fault, never a row without its file.
"""
