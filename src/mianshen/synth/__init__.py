"""A synthetic district: people, rosters with real-life dirt, a year of bills, and the truth."""
