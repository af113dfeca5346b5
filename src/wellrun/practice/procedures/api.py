"""The door of procedures for other rooms."""
