"""From files to typed tables: gate, reader, recognition, normalisation (SPEC 2)."""
