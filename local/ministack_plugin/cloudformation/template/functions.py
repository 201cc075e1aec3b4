"""The names that the functions of a template use, and the shape of the functions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ministack_plugin.answers import Record
from ministack_plugin.cloudformation.template.errors import TemplateError, template_error
from ministack_plugin.cloudformation.template.shapes import check_shape

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_VARIABLE_NAME = re.compile(r"[A-Za-z0-9_.:]+")

PSEUDO_PARAMETERS = frozenset(
    f"AWS::{name}"
    for name in (
        "AccountId",
        "NoValue",
        "NotificationARNs",
        "Partition",
        "Region",
        "StackId",
        "StackName",
        "URLSuffix",
    )
)


@dataclass(frozen=True)
class Use:
    """One use of a name: of a parameter, a resource and its attribute, a condition or a mapping."""

    function: str
    name: str
    attribute: str = ""

    @property
    def is_value(self) -> bool:
        """Whether the name is that of a parameter or a resource."""
        return self.function not in ("Fn::If", "Fn::FindInMap")


def uses(node: Any, conditions: dict[str, bool] | None = None) -> Iterator[Use]:
    """Yield every use of a name below a node; with conditions, only in the branches that are taken."""
    if isinstance(node, list):
        for item in node:
            yield from uses(item, conditions)
    elif isinstance(node, dict):
        function, argument = next(iter(node.items())) if len(node) == 1 else ("", None)
        if function in _READERS:
            yield from _READERS[function](argument, conditions)
        else:
            if str(function).startswith("Fn::"):
                check_shape(function, argument)
            yield from uses(list(node.values()), conditions)


def check_mapping(use: Use, template: Record) -> None:
    """Raise TemplateError for a use of a mapping that the template does not have."""
    if use.function == "Fn::FindInMap" and use.name not in (template.get("Mappings") or {}):
        raise template_error(f"Mapping named '{use.name}' is not present in the 'Mappings' section of template.")


def _ref(argument: Any, _conditions: Any) -> Iterator[Use]:
    if not isinstance(argument, str):
        raise template_error("every Ref object must have a single String value.")
    yield Use("Ref", argument)


def _get_att(argument: Any, conditions: Any) -> Iterator[Use]:
    parts = argument.split(".", 1) if isinstance(argument, str) else argument
    # The YAML reader turns `!GetAtt Web` into ["Web", ""].
    if parts == [argument] or (isinstance(parts, list) and parts[1:] == [""]):
        raise template_error(
            "if specifying one argument to Fn::GetAtt, that argument must be a non-empty string in format "
            "<LogicalId>.<Attribute>"
        )
    if not isinstance(parts, list) or len(parts) != 2 or not isinstance(parts[0], str) or not all(parts):
        raise template_error(
            "every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute"
        )
    yield Use("Fn::GetAtt", parts[0], str(parts[1]))
    yield from uses(parts[1], conditions)


def _sub(argument: Any, conditions: Any) -> Iterator[Use]:
    text, values = argument if isinstance(argument, list) and len(argument) == 2 else (argument, {})
    if isinstance(text, list) and len(text) == 1:
        text = text[0]
    if not isinstance(text, str) or not isinstance(values, dict):
        raise template_error(
            "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first "
            "argument, and an optional second argument to specify a mapping of values to replace in the string"
        )
    for variable in _VARIABLE.findall(text):
        if variable.startswith("!") or variable in values:
            continue
        if not _VARIABLE_NAME.fullmatch(variable):
            raise template_error(
                "variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, "
                "and colons"
            )
        name, _, attribute = variable.partition(".")
        yield Use("Fn::Sub", name, attribute)
    yield from uses(list(values.values()), conditions)


def _if(argument: Any, conditions: dict[str, bool] | None) -> Iterator[Use]:
    if not isinstance(argument, list) or len(argument) != 3 or not isinstance(argument[0], str):
        raise template_error("Fn::If requires a list argument with the first element being a condition")
    name, *branches = argument
    yield Use("Fn::If", name)
    if conditions is None or name not in conditions:
        yield from uses(branches, conditions)
    else:
        yield from uses(branches[0 if conditions[name] else 1], conditions)


def _find_in_map(argument: Any, conditions: Any) -> Iterator[Use]:
    if not isinstance(argument, list) or len(argument) not in (3, 4):
        raise TemplateError(
            "Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the "
            "attribute for return value"
        )
    # A fourth argument is a default, which a missing map does not hinder.
    if isinstance(argument[0], str) and len(argument) == 3:
        yield Use("Fn::FindInMap", argument[0])
    yield from uses(argument, conditions)


_READERS = {"Ref": _ref, "Fn::GetAtt": _get_att, "Fn::Sub": _sub, "Fn::If": _if, "Fn::FindInMap": _find_in_map}
