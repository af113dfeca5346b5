"""The components behind the template library `ui`, by what they draw."""
