"""系统管理: offices, staff, sources."""
