"""A refusal rolls back what was done, not what was planned."""

from __future__ import annotations

from django.db import connection, transaction

from wellrun.platform.database.identity import Identity, acting


def planned(text):
    """How often the server has this statement prepared on this connection."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_prepared_statements where statement like %s", [text])
        return cursor.fetchone()[0]


def ask(text):
    with connection.cursor() as cursor:
        cursor.execute(text)


def test_a_rollback_keeps_what_the_connection_has_planned(committed_db):
    for _ in range(5):
        try:
            with acting(Identity()):
                ask("select 'asked and refused'")
                raise LookupError
        except LookupError:
            pass
    assert planned("select 'asked and refused'%") == 1


def test_so_does_going_back_to_a_savepoint(committed_db):
    with acting(Identity()):
        for _ in range(5):
            with transaction.atomic():
                ask("select 'asked and taken back'")
                transaction.set_rollback(True)
    assert planned("select 'asked and taken back'%") == 1


def test_a_statement_that_fails_is_not_counted_as_planned(committed_db):
    for _ in range(5):
        try:
            with acting(Identity()):
                ask("select 1 / 0")
        except Exception as fault:
            assert "division by zero" in str(fault)
    with acting(Identity()):
        ask("select 'well again'")
