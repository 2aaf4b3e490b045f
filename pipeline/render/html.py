"""Jinja2 templates: everything is escaped, nothing undefined passes, text of workbooks is never a template."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.render.assets import TEMPLATES


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def html(template: str, **context: object) -> str:
    """A template of report_templates filled in."""
    return _environment().get_template(template).render(context)
