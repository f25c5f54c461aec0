"""Deliveries spoiled by chance, class by class, and what must hold of the reading all the same."""
