"""Is the installation sound: each thing looked at, and a remedy for each that is not."""
