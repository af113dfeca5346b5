"""Every figure the project claims, as something anyone can run: `wellrun bench NAME`.

Each module here holds a `TITLE` and a function `run(*, quick: bool) -> Iterator[Figure]`;
`quick` asks for a smaller world with the same shape, for a look rather than a claim.
"""
