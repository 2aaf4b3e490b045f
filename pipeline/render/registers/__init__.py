"""The registers of a close (SPEC 8): workbooks whose computed cells are live formulas with cached values."""
