"""工作台: what is mine, what is due, the next thing to do."""
