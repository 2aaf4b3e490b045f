"""Periods that build on shorter ones: their rows united, each once, and held against a period's own (SPEC 3)."""
