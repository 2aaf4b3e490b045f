"""Many documents at once: warm worker processes that share nothing, results in order, the same bytes as one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from joblib import Parallel, delayed

from pipeline.render.cluster import Likeness, on_cluster
from pipeline.render.notice import notice_pdf
from pipeline.render.statement import statement_pdf
from pipeline.render.summary import summary_pdf
from pipeline.statements import Statement, Summary
from pipeline.statements.notice import Notice
from pipeline.wording import Wording, wording

AT_ONCE = 8
WORTH_A_WORKER = 60
"""A worker costs 1.7 s of a processor to start, a document 0.18 s: on two free cores two win from about 20 on."""
Paper = Statement | Summary | Notice


@dataclass(frozen=True, slots=True)
class Press:
    """Who renders: so many processes of this machine, or the Dask cluster behind an address.

    `likeness` says what a process renders with; a worker of the cluster that says otherwise than this one is refused.
    """

    workers: int = 1
    scheduler: str = ""
    likeness: Likeness | None = None


def pdfs(papers: Sequence[Paper], words: Wording, press: Press) -> Iterator[bytes]:
    """The PDF of each document, in order, as they become ready; few are rendered in this process."""
    if press.scheduler and press.likeness and papers:
        return on_cluster(press.scheduler, press.likeness, rendered, _batches(papers), words.lang)
    if press.workers <= 1 or len(papers) < WORTH_A_WORKER:
        return (pdf_of(one, words) for one in papers)
    return _parallel(papers, words.lang, press.workers)


def pdf_of(paper: Paper, words: Wording) -> bytes:
    """The PDF of one document."""
    match paper:
        case Statement():
            return statement_pdf(paper, words)
        case Summary():
            return summary_pdf(paper, words)
        case Notice():
            return notice_pdf(paper, words)


def rendered(part: Sequence[Paper], lang: str) -> list[bytes]:
    """The PDFs of a few documents; what a worker runs."""
    words = wording(lang)
    return [pdf_of(one, words) for one in part]


def _parallel(papers: Sequence[Paper], lang: str, workers: int) -> Iterator[bytes]:
    jobs = (delayed(rendered)(part, lang) for part in _batches(papers))
    pool = Parallel(n_jobs=workers, backend="loky", return_as="generator", batch_size=1)
    for part in pool(jobs):
        yield from part


def _batches(papers: Sequence[Paper]) -> Iterator[tuple[Paper, ...]]:
    return (tuple(papers[start : start + AT_ONCE]) for start in range(0, len(papers), AT_ONCE))
