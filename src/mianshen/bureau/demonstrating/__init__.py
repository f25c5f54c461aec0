"""A year of an invented district through the whole platform, money included, and the proofs."""
