"""Lets `python -m mianshen` stand for the `mianshen` command."""

from mianshen.cli import app

app()
