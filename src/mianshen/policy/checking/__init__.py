"""What an officer should know about a pack beyond whether it can be used, a module per kind."""
