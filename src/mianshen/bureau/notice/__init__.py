"""Messages out: each event told once, at a decent hour, without a word about who or why ill."""
