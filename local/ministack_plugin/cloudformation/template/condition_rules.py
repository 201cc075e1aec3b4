"""The Conditions section: the shape of every condition, and that the conditions it names exist."""

from collections.abc import Iterator
from typing import Any

from ministack_plugin.answers import Record
from ministack_plugin.cloudformation.template.errors import format_error, listed, template_error
from ministack_plugin.cloudformation.template.functions import PSEUDO_PARAMETERS, check_mapping, uses

# Function -> the least and the most parameters.
BOOLEAN_LISTS = {"Fn::And": (2, 10), "Fn::Or": (2, 10), "Fn::Not": (1, 1)}


def check_conditions(conditions: Record) -> None:
    """Raise TemplateError for a condition that can't be evaluated for any parameters."""
    for expression in conditions.values():
        _check(expression)
        for name in _named(expression):
            if name not in conditions:
                raise format_error(f"Unresolved condition dependency {name} in the Conditions block of the template")
    for name in conditions:
        _check_acyclic(name, conditions, ())


def check_names(template: Record) -> None:
    """Raise TemplateError when a condition uses what is neither a parameter nor a mapping."""
    found = list(uses(template.get("Conditions") or {}))
    for use in found:
        check_mapping(use, template)
    names = PSEUDO_PARAMETERS | set(template.get("Parameters") or {})
    undeclared = [use.name for use in found if use.is_value and use.name not in names]
    if undeclared:
        reason = f"Unresolved dependencies {listed(undeclared)}. Cannot reference resources in the Conditions block"
        raise format_error(f"{reason} of the template")


def _check(expression: Any) -> None:
    function, argument = _only(expression)
    if function == "Condition" and isinstance(argument, str):
        return
    if function == "Fn::Equals":
        if not isinstance(argument, list) or len(argument) != 2:
            raise template_error("every Fn::Equals object requires a list of 2 string parameters.")
        return
    if function not in BOOLEAN_LISTS:
        raise format_error("Conditions can only be boolean operations on parameters and other conditions")
    least, most = BOOLEAN_LISTS[function]
    if not isinstance(argument, list) or not least <= len(argument) <= most:
        if function == "Fn::Not":
            raise template_error("every Fn::Not object requires one boolean parameter.")
        raise template_error(
            f"every {function} object requires a list of at least {least} and at most {most} boolean parameters."
        )
    for operand in argument:
        _check(operand)


def _only(expression: Any) -> tuple[str, Any]:
    if isinstance(expression, dict) and len(expression) == 1:
        function, argument = next(iter(expression.items()))
        return str(function), argument
    return "", None


def _named(expression: Any) -> Iterator[str]:
    """Yield the conditions that an expression names."""
    function, argument = _only(expression)
    if function == "Condition":
        yield argument
    elif function in BOOLEAN_LISTS:
        for operand in argument:
            yield from _named(operand)


def _check_acyclic(name: str, conditions: Record, above: tuple[str, ...]) -> None:
    if name in above:
        raise template_error(f"Found circular condition dependency between {above[-1]} and {name}")
    for other in _named(conditions[name]):
        _check_acyclic(other, conditions, (*above, name))
