"""Facts with two times: the days they hold, and from when to when we knew them."""
