"""Whose row is it: certain matches by plain rules, everything else to review with candidates."""
