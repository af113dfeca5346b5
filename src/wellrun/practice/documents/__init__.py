"""Documents: what came by scan, fax, upload or was printed here, filed by its content.

Words: a *document* is a file with a category, a title and what it is about; its *digest* is the SHA-256 of its
content. Invariants: the file exists before its row does; a document is never deleted, only withdrawn with a
reason; previews are pictures made by us, never the file itself.
"""
