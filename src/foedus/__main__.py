"""python -m foedus."""

from foedus.cli import program

program()
