"""The shape of the tables of the API."""
