"""Run the command line with `python -m wellrun.cli`."""

from wellrun.cli.main import main

main()
