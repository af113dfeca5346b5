"""The door of intake for other rooms."""
