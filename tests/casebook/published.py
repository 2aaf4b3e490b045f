"""Published examples that no plan and no period can express, each with the reason."""

from __future__ import annotations

NOT_EXPRESSED = {
    "W31": "prorates an annual quota by months within weighted quarters; SPEC 5.6 prorates by days of the period",
    "W39": "a target to date within a running period: what `progress` shows, not what a close pays",
    "W53": "the arrears are found by re-running a paid period: the command `correct`, not a plan",
}
