"""A digest of what a PDF says, blind to the six-letter tags of its font subsets (they differ between systems)."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from pathlib import Path

import pikepdf

TAG = re.compile(rb"/[A-Z]{6}\+")
IDENTIFIER = re.compile(rb"/ID \[[^\]]*\]")


def pdf_digest(path: Path) -> str:
    """The sha256 of the PDF with its streams uncompressed, its tags replaced and its identifier left out."""
    plain = BytesIO()
    with pikepdf.open(path) as document:
        document.save(
            plain,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            static_id=True,
        )
    return hashlib.sha256(IDENTIFIER.sub(b"", TAG.sub(b"/SUBSET+", plain.getvalue()))).hexdigest()
