"""Files rewritten with their rows, sheets and names in another order: what they say stays the same (SPEC 3)."""
