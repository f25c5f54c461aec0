"""Migrations of claims."""
