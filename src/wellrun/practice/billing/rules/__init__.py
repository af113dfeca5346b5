"""Small decisions about codes and money, without the database."""
