"""What the nation fixed: settlement fields, code tables, accounting identities, reversals."""
