"""待遇政策: what is in force, tried and signed."""
