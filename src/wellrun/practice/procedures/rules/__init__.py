"""Small decisions of procedures, without the database."""
