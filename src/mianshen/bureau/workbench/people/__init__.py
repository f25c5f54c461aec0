"""救助对象: one person with everything known."""
