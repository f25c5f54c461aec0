"""Migrations of offices."""
