"""系统管理: regions, offices, staff, roles, sources, working days, messages."""
