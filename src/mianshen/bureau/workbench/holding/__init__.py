"""暂缓与复核: what is held or waits, and what two people let go on."""
