"""What offices send and what it looks like: the declaration of a profile, `sources.yaml`."""
