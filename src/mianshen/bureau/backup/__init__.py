"""Backups that have been restored once before anybody relies on them."""
