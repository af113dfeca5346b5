"""Jobs: a queue in PostgreSQL. A job is staged in the transaction that causes it, so neither happens alone."""
