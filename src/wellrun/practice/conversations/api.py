"""The door of conversations for other rooms."""
