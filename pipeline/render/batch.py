"""Many statements at once: warm worker processes that share nothing, results in order, the same bytes as one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from joblib import Parallel, delayed

from pipeline.render.statement import statement_pdf
from pipeline.statements import Statement
from pipeline.wording import Wording, wording

AT_ONCE = 8
WORTH_A_WORKER = 100


def statement_pdfs(statements: Sequence[Statement], words: Wording, workers: int = 1) -> Iterator[bytes]:
    """The PDF of each statement, in order, as they become ready; few statements are rendered in this process."""
    if workers <= 1 or len(statements) < WORTH_A_WORKER:
        return (statement_pdf(one, words) for one in statements)
    return _parallel(statements, words.lang, workers)


def _parallel(statements: Sequence[Statement], lang: str, workers: int) -> Iterator[bytes]:
    jobs = (delayed(_rendered)(part, lang) for part in _batches(statements))
    pool = Parallel(n_jobs=workers, backend="loky", return_as="generator", batch_size=1)
    for part in pool(jobs):
        yield from part


def _batches(statements: Sequence[Statement]) -> Iterator[Sequence[Statement]]:
    return (statements[start : start + AT_ONCE] for start in range(0, len(statements), AT_ONCE))


def _rendered(part: Sequence[Statement], lang: str) -> list[bytes]:
    words = wording(lang)
    return [statement_pdf(one, words) for one in part]
