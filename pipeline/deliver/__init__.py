"""Delivery of statements: one mail per person and statement, or a folder per person (SPEC 7)."""
