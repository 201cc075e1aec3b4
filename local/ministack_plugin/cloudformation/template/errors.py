"""The reason why a template or its parameters are refused."""

from collections.abc import Iterable


class TemplateError(ValueError):
    """MiniStack answers a ValueError of its checks as a ValidationError with the error's text."""


def format_error(reason: str) -> TemplateError:
    """Return an error in the shape of the template."""
    return TemplateError(f"Template format error: {reason}")


def template_error(reason: str) -> TemplateError:
    """Return an error in a function of the template."""
    return TemplateError(f"Template error: {reason}")


def listed(names: Iterable[str]) -> str:
    """Return names as AWS lists them, each once."""
    return f"[{', '.join(dict.fromkeys(names))}]"
