"""One way of reading: a delivered file becomes rows under field names, every row counted."""
