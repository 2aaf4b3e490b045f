"""One module per kind of component: the lines that it pays for a plan's people (SPEC 5.7)."""
