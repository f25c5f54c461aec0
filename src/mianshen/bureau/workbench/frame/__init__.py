"""What every page shares: the frame around it, language, refusals, looking at open data."""
