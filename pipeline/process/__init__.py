"""The process around a close: deadlines, duties, and the states that a person advances (SPEC 4, 7)."""
