"""Copies of the user's own workbooks in which the cells with findings are coloured and commented (SPEC 2, 8)."""
