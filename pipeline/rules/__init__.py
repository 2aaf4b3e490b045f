"""The rules of pay: one file per grain or kind of component (SPEC 5)."""
