"""The command line: `wellrun --help` is its table of contents."""
