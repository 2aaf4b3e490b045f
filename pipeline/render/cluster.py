"""Rendering on a Dask cluster that exists already, through joblib; its workers need this package and nothing else.

The scheduler gives a batch to another worker when one dies. What comes back comes back in order, so that the one
process that publishes writes the same files as it would alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import partial
from threading import Lock
from typing import Any

Likeness = Callable[[], str]
Work = Callable[[Sequence[Any], str], list[bytes]]
PATIENCE = 10
ONE_AT_A_TIME = Lock()
"""A worker may have several threads; the libraries that shape text have one font map."""


class ClusterError(RuntimeError):
    """The cluster cannot be used; `kind`: missing (the extra is not installed), unreachable, idle, unlike, lost."""

    def __init__(self, kind: str, address: str) -> None:
        """Keep why, and which scheduler."""
        super().__init__(f"{kind} {address}")
        self.kind = kind
        self.address = address


def check_cluster(address: str) -> None:
    """ClusterError where nobody answers: better told before the figures than after them."""
    with _client(address):
        pass


def on_cluster(
    address: str, likeness: Likeness, work: Work, batches: Iterable[Sequence[Any]], lang: str
) -> Iterator[bytes]:
    """What the workers make of the batches, in order; ClusterError where a worker has other code or libraries."""
    from distributed import KilledWorker  # noqa: PLC0415 - an extra: only who has a cluster installs it
    from joblib import Parallel, delayed, parallel_config  # noqa: PLC0415 - a command that renders nothing needs none

    own, one = likeness(), partial(_watched, likeness, work, lang)
    with _client(address) as client, parallel_config(backend="dask", client=client, wait_for_workers_timeout=PATIENCE):
        pool = Parallel(return_as="generator", batch_size=1)
        try:
            for theirs, made in pool(delayed(one)(part) for part in batches):
                if theirs != own:
                    raise ClusterError("unlike", address)
                yield from made
        except TimeoutError as idle:
            raise ClusterError("idle", address) from idle
        except (OSError, CancelledError, KilledWorker) as lost:
            raise ClusterError("lost", address) from lost


def _watched(likeness: Likeness, work: Work, lang: str, part: Sequence[Any]) -> tuple[str, list[bytes]]:
    """Runs in a worker: what it renders with, and what it rendered."""
    with ONE_AT_A_TIME:
        return likeness(), work(part, lang)


@contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        from distributed import Client  # noqa: PLC0415 - an extra: only who has a cluster installs it
    except ModuleNotFoundError as missing:
        raise ClusterError("missing", address) from missing
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as silent:
        raise ClusterError("unreachable", address) from silent
    with client:
        yield client
