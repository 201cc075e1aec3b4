"""A template as text: well-formed, without aliases and nulls."""

import html
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml
from ministack.services.cloudformation import helpers
from ministack.services.cloudformation.engine import _parse_template
from ministack.services.cloudformation.helpers import _error

from ministack_plugin.answers import Answer, Parameters, Record
from ministack_plugin.cloudformation.template.errors import TemplateError, format_error, template_error
from ministack_plugin.cloudformation.template.structure import check_structure
from ministack_plugin.patch import patch

# An asterisk where a YAML value may begin: only then is it worth to parse the events of the text.
_MAY_BE_ALIAS = re.compile(r"(?:^|[\s\[,{:-])\*[^\s*]", re.MULTILINE)
# AWS's paths call the properties of a resource by its type: /Resources/Web/Type/BuildArgs.
_PROPERTIES = re.compile(r"^(/Resources/[^/]+)/Properties/")

Read = Callable[[Parameters], tuple[str | None, Answer | None]]


# AWS refuses these templates in every call that reads one. MiniStack accepts aliases and nulls, and answers in the
# words of its parsers. Goes when it refuses them.
@patch(helpers._resolve_template)
def resolve_template(original: Read, parameters: Parameters) -> tuple[str | None, Answer | None]:
    """Read the template of a request and refuse it when its text or its structure is wrong."""
    body, refusal = original(parameters)
    if body is not None:
        try:
            check_structure(parse(body))
        except TemplateError as error:
            return None, _error("ValidationError", str(error))
    return body, refusal


def read_template(url: str) -> tuple[str, Record]:
    """Return the template behind a URL; raise TemplateError when it is refused."""
    body, refusal = helpers._resolve_template({"TemplateURL": [url]})
    if refusal is not None:
        raise TemplateError(html.unescape(re.sub(r".*<Message>|</Message>.*", "", refusal[2].decode())))
    if body is None:
        raise TemplateError("AWS::CloudFormation::Stack requires a TemplateURL")
    return body, parse(body)


def parse(body: str) -> Record:
    """Return the template that a text holds; raise TemplateError when there is none."""
    try:
        template = _parse_template(body)
    except json.JSONDecodeError as error:
        raise format_error(f"JSON not well-formed. (line {error.lineno}, column {error.colno})") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
        raise format_error(f"YAML not well-formed.{where}") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise format_error("unsupported structure.") from error
    if not body.lstrip().startswith("{") and _has_alias(body):
        raise template_error("YAML aliases are not allowed in CloudFormation templates")
    for path in _nulls(template, ""):
        shown = _PROPERTIES.sub(r"\1/Type/", path)
        raise TemplateError(f"[{shown}] 'null' values are not allowed in templates")
    return template


def _has_alias(body: str) -> bool:
    return _MAY_BE_ALIAS.search(body) is not None and any(
        isinstance(event, yaml.AliasEvent) for event in yaml.parse(body, Loader=yaml.SafeLoader)
    )


def _nulls(node: Any, path: str) -> Iterator[str]:
    if node is None:
        yield path
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _nulls(value, f"{path}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _nulls(value, f"{path}/{index}")
