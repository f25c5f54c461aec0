"""Sheets anyone can read: why an amount, why it changed, and what a policy says."""
