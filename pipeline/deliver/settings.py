"""How mail is sent: `delivery.toml`, with the password from the environment or a file that only its owner reads."""

from __future__ import annotations

import ipaddress
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from pipeline.findings import Finding, Place, error

PASSWORD = "BONUS_SMTP_PASSWORD"  # noqa: S105 - the name of a variable, not a password
OTHERS = stat.S_IRWXG | stat.S_IRWXO
SECURITIES = ("starttls", "tls", "none")


@dataclass(frozen=True, slots=True)
class Settings:
    """The table `[smtp]` of the settings file.

    `security`: starttls, tls, or none (loopback only). `ca_file`: a private CA. `rate`: mails per minute, 0 = no limit.
    `attempts`: how often a run tries a mail that the server defers, `pause`: seconds between. `timeout`: seconds.
    `protect`: attach password-protected copies, with the passwords in `passwords`, a file of its own.
    """

    host: str
    sender: str
    port: int = 587
    security: str = "starttls"
    user: str = ""
    ca_file: str = ""
    rate: int = 60
    attempts: int = 3
    pause: int = 30
    timeout: int = 60
    protect: bool = False
    passwords: str = ""
    password: str = field(default="", repr=False)

    @property
    def is_loopback(self) -> bool:
        """Whether the server is this machine."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def read_settings(path: Path, environment: Mapping[str, str]) -> tuple[Settings | None, list[Finding]]:
    """The settings of a file, or everything that is wrong with it."""
    if not path.is_file():
        return None, [error("delivery-settings-absent", Place(str(path)))]
    try:
        table = tomllib.loads(path.read_text("utf-8")).get("smtp", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        return None, [error("delivery-settings-unreadable", Place(str(path)), wrong)]
    found = [*_wrong(path, table), *_exposed(path, table)]
    if found:
        return None, found
    given = environment.get(PASSWORD) or table.get("password", "")
    settings = Settings(**{**table, "password": given})
    return settings, _unsafe(path, settings)


def _wrong(path: Path, table: Mapping[str, Any]) -> list[Finding]:
    """Names that are none, values of another type, and what is missing."""
    types = {one.name: {"str": str, "int": int, "bool": bool}[str(one.type)] for one in fields(Settings)}
    found = [
        error("delivery-setting-unknown", Place(str(path), "smtp", "", name), name, known="、".join(types))
        for name in table
        if name not in types
    ]
    found += [
        error("delivery-setting-type", Place(str(path), "smtp", "", name), value, type=types[name].__name__)
        for name, value in table.items()
        if name in types and type(value) is not types[name]
    ]
    missing = [name for name in ("host", "sender") if not table.get(name)]
    return [*found, *(error("delivery-setting-missing", Place(str(path), "smtp", "", name), name) for name in missing)]


def _exposed(path: Path, table: Mapping[str, Any]) -> list[Finding]:
    """Passwords in a file that others can read."""
    keeps = [path] if "password" in table else []
    keeps += [kept] if (kept := Path(str(table.get("passwords") or path))).is_file() and kept != path else []
    return [error("delivery-password-exposed", Place(str(one))) for one in keeps if one.stat().st_mode & OTHERS]


def _unsafe(path: Path, settings: Settings) -> list[Finding]:
    place = Place(str(path), "smtp", "", "security")
    if settings.security not in SECURITIES:
        return [error("delivery-security-unknown", place, settings.security, known="、".join(SECURITIES))]
    if settings.security == "none" and not settings.is_loopback:
        return [error("delivery-plain-text", place, settings.host)]
    if settings.user and not settings.password:
        return [error("delivery-password-missing", Place(str(path), "smtp", "", "password"), settings.user)]
    if settings.protect and not settings.passwords:
        return [error("delivery-setting-missing", Place(str(path), "smtp", "", "passwords"), "passwords")]
    return []
