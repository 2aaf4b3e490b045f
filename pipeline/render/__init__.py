"""Values to documents: HTML, PDF, registers, the close report."""
