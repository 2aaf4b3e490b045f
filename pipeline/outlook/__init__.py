"""Before and after the close: trials of other plans, looks into a running period, reviews (SPEC 7)."""
