"""The shape of the tables of jobs."""
