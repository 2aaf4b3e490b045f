"""Every limit of the intake, with its reason; a file beyond one of them is refused with a finding, never half read."""

from __future__ import annotations

MEBIBYTE = 1024 * 1024

FILE_BYTES = 256 * MEBIBYTE  # the largest honest export seen is a tenth of it
UNPACKED_BYTES = 2048 * MEBIBYTE  # one million rows of twelve columns unpack to 500 MiB
RATIO = 200  # honest sheets pack 5 to 40 times; deflate ends at 1032
RATIO_FREE_BYTES = 16 * MEBIBYTE  # below this a ratio harms nobody: an empty sheet of formats packs well
MEMBERS = 10_000  # parts of a zip container
XML_DEPTH = 64  # workbooks nest 7 deep, drawings 20
CELLS = 20_000_000  # of one file, formatted blanks included
TEXT_LENGTH = 32_767  # Excel's own limit for one cell
MERGED_RANGES = 65_536
ROWS = 1_048_576  # the grid of Excel; CSV and Parquet have none, and end with the cells of a file
COLUMNS = 16_384

SECONDS = 30.0  # of the processor, for one file
PATIENCE = 5  # times as long by the clock: a busy machine gives a child a fifth of a processor
SECONDS_PER_MEBIBYTE = 4.0  # more for a large one: a million rows of 100 MiB take 30 on an idle machine
MEMORY_BYTES = 4096 * MEBIBYTE  # address space that a child may add

LOCK_FILE_BYTES = (162, 165)  # what Office writes beside an open document
CHUNK_BYTES = 256 * 1024  # read and parsed at a time
SAMPLE_LINES = 20  # of a text file, to tell its delimiter

MARKED_FILE_BYTES = 8 * MEBIBYTE  # larger workbooks get no marked copy: openpyxl holds 50 times a file's size
MARKED_SECONDS = 60.0
MARKED_CELLS = 5_000  # coloured in one copy; a column that is wrong throughout needs no more
MARKED_COMMENTS = 1_000
MARKED_LINKS = 1_000
