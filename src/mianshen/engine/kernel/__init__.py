"""The kernel: the same truth as the reference at the speed of columns, for what it covers."""
