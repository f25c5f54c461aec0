"""Files, tables and pushes in: every row accepted, mended or in quarantine, and none lost."""
