"""Every number of a statement back to the rule of the plan and to workbook, sheet and cell (SPEC 7, `explain`)."""
