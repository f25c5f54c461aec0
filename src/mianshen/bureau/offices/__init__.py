"""Who is who: regions, offices, staff and roles by their days, and what each may see and do."""
