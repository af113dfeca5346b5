"""What tests of an import compare: every table of ours as one digest."""

from __future__ import annotations

import hashlib

from django.apps import apps
from django.db import connection


def table_digests() -> dict[str, tuple[int, str]]:
    """The number of rows and a digest of all of them, for each of the program's tables, as the identity sees them."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if not model.__module__.startswith("wellrun."):
                continue
            table = model._meta.db_table
            cursor.execute(f'select t::text from "{table}" t order by 1')
            rows = [row[0] for row in cursor.fetchall()]
            found[table] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    return found
