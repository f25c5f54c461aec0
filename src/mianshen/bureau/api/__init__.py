"""What other systems send in over HTTP."""
