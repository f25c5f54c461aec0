"""Apply-free medical assistance: from a hospital settlement to money on the person's card."""

__version__ = "0.1.0"
