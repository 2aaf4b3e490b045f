"""Jinja2 templates: everything is escaped, nothing undefined passes, text of workbooks is never a template."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.render.assets import TEMPLATES

LENGTHY = 40
"""A name of more characters is set smaller, and cut where it runs along every page."""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["lengthy"] = LENGTHY
    return environment


def html(template: str, **context: object) -> str:
    """A template of report_templates filled in."""
    return _environment().get_template(template).render(context)
