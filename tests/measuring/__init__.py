"""How reading and matching do on a synthetic district, measured against its truth."""
