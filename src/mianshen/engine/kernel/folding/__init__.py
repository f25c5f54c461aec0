"""The fold itself: compiled functions on whole numbers in memory, each a clause of semantics.md."""
