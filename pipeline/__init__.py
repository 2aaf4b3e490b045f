"""The sales bonus close: from workbooks to sealed pay statements."""
