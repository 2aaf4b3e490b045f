"""People by name: a name that is unique in the roster stands for the id where a file has no 工号 (SPEC 2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

import pandas as pd

from pipeline.intake.characters import compact
from pipeline.intake.fault import Fault
from pipeline.intake.headers import PERSON_NAME
from pipeline.intake.sheets import Part
from schemas.frames import PERSON_ID
from schemas.people import PEOPLE, PERSON_FIELDS

Outcome = tuple[str, str | None, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody of the roster: the name of each id, and the ids of each name."""

    names: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, list[str]] = field(default_factory=dict)


def roster(parts: Iterable[Part]) -> Roster:
    """The roster as read; people without an id or a name are left out."""
    names: dict[str, str] = {}
    for part in parts:
        if part.table is PEOPLE:
            known = part.rows.frame[["employee_id", "name"]].dropna()
            names |= dict(zip(known["employee_id"], known["name"], strict=True))
    ids: dict[str, list[str]] = {}
    for employee_id, name in names.items():
        ids.setdefault(compact(name), []).append(employee_id)
    return Roster(names, ids)


def resolve(part: Part, people: Roster) -> list[Fault]:
    """Puts ids in the place of names, and tells where; a name that is nobody's, or several people's, is emptied."""
    frame = part.rows.frame
    faults: list[Fault] = []
    for name in sorted(PERSON_FIELDS & set(part.source.columns)):
        found = {word: _person(word, people) for word in frame[name].dropna().unique() if word not in people.names}
        changed = {word: outcome for word, outcome in found.items() if outcome}
        if not changed:
            continue
        faults += [
            Fault(name, row, changed[word][0], word, changed[word][2])
            for row, word in zip(frame.index.tolist(), frame[name].tolist(), strict=True)
            if word in changed
        ]
        ids = {word: outcome[1] for word, outcome in changed.items()}
        frame[name] = frame[name].map(lambda word, ids=ids: ids.get(word, word)).astype("str")
    return [*faults, *_differing(part, people)]


def _person(word: str, people: Roster) -> Outcome | None:
    """Code, id and parameters for a word that is no id of the roster; None where it has the form of an id."""
    ids = people.ids.get(compact(word), [])
    if len(ids) == 1:
        return "person-by-name", ids[0], (("employee_id", ids[0]),)
    if ids:
        return "person-name-ambiguous", None, (("candidates", "、".join(ids)),)
    if re.fullmatch(PERSON_ID, word):
        return None
    near = get_close_matches(compact(word), people.ids, 3)
    if not near:
        return "person-name-unknown", None, ()
    shown = "、".join(f"{people.names[one]}({one})" for name in near for one in people.ids[name])
    return "person-name-near", None, (("candidates", shown),)


def _differing(part: Part, people: Roster) -> Iterator[Fault]:
    """Rows whose 姓名 is not the name that the roster has for their 工号."""
    cells = part.found.cells.get(PERSON_NAME)
    if cells is None:
        return
    ids: pd.Series = part.rows.frame["employee_id"]
    owners = dict(zip(ids.index.tolist(), ids.tolist(), strict=True))
    for row, name in zip(cells.rows.tolist(), cells.texts.to_pylist(), strict=True):
        expected = people.names.get(owners.get(row, ""))
        if expected and compact(expected) != compact(name):
            yield Fault(
                PERSON_NAME, row, "person-name-differs", name, (("employee_id", owners[row]), ("name", expected))
            )
