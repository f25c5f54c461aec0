"""What the national platform knows and pays beside us: identity marks, aid at the counter."""
