"""Small decisions about tasks."""
