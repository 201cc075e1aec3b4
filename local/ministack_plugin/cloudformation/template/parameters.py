"""The parameters of a stack: those that are declared have values, and the values pass the constraints."""

import re
from collections.abc import Callable
from typing import Any

from ministack.services.cloudformation import engine

from ministack_plugin.answers import Record
from ministack_plugin.cloudformation.template.conditions import as_text
from ministack_plugin.cloudformation.template.errors import TemplateError, listed
from ministack_plugin.patch import patch

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_NO_SSM_PARAMETER = re.compile(r"SSM parameter '(.+)' does not exist$")
_LISTS = ("CommaDelimitedList", "List<Number>")
_BASIC = ("String", "Number", *_LISTS)


# AWS's words. MiniStack takes undeclared parameters, names one missing parameter only, writes a Boolean default as
# `True` and compares a whole list with the allowed values. Goes when it does as AWS does.
@patch(engine._resolve_parameters)
def resolve_parameters(
    original: Callable[..., Record], template: Record, provided: list[Record], previous: Record | None = None
) -> Record:
    """Return the values of the parameters; raise TemplateError when one is missing, unknown or not allowed."""
    declared = template.get("Parameters") or {}
    sent = {entry["Key"]: entry for entry in provided}
    _check_names(declared, sent, previous or {})
    adjusted = {name: _with_text_default(parameter) for name, parameter in declared.items()}
    for name, parameter in adjusted.items():
        if parameter["Type"] in _BASIC:
            _check_value(name, parameter, _value_of(name, parameter, sent, previous or {}))
            adjusted[name] = {key: value for key, value in parameter.items() if key != "AllowedValues"}
    try:
        return original({**template, "Parameters": adjusted}, provided, previous)
    except ValueError as error:
        absent = _NO_SSM_PARAMETER.search(str(error))
        if absent is None:
            raise
        reason = f"Unable to fetch parameters [{absent[1]}] from parameter store for this account."
        raise TemplateError(reason) from error


def _check_names(declared: Record, sent: Record, previous: Record) -> None:
    unknown = [name for name in sent if name not in declared]
    if unknown and not declared:
        raise TemplateError("Parameter values specified for a template which does not require them.")
    if unknown:
        raise TemplateError(f"Parameters: {listed(unknown)} do not exist in the template")
    for name, entry in sent.items():
        if entry.get("UsePreviousValue") and entry.get("Value"):
            reason = "Cannot specify usePreviousValue as true and non-empty value for a parameter"
            raise TemplateError(f"Invalid input for parameter key {name}. {reason}")
        if entry.get("UsePreviousValue") and name not in previous:
            reason = "Cannot specify usePreviousValue as true for a parameter key not in the previous template"
            raise TemplateError(f"Invalid input for parameter key {name}. {reason}")
    missing = [name for name, parameter in declared.items() if name not in sent and "Default" not in parameter]
    if missing:
        raise TemplateError(f"Parameters: {listed(missing)} must have values")


def _with_text_default(parameter: Record) -> Record:
    return {**parameter, "Default": as_text(parameter["Default"])} if "Default" in parameter else parameter


def _value_of(name: str, parameter: Record, sent: Record, previous: Record) -> str:
    entry = sent.get(name)
    if entry is None:
        return str(parameter["Default"])
    if entry.get("UsePreviousValue"):
        return str(previous[name]["Value"])
    return str(entry.get("Value", ""))


def _check_value(name: str, parameter: Record, value: str) -> None:
    kind = parameter["Type"]
    members = [member.strip() for member in value.split(",")] if kind in _LISTS else [value]
    if "Number" in kind and not all(_NUMBER.fullmatch(member) for member in members):
        raise _violation(name, parameter, "must be a number")
    allowed = parameter.get("AllowedValues")
    if allowed and not all(member in as_text(allowed) for member in members):
        raise _violation(name, parameter, "must be one of AllowedValues")


def _violation(name: str, parameter: Record, reason: str) -> TemplateError:
    description = parameter.get("ConstraintDescription")
    if description:
        return TemplateError(f"Parameter {name} failed to satisfy constraint: {description}")
    return TemplateError(f"Parameter '{name}' {reason}")


# Patterns and bounds: AWS words it differently for a parameter with a ConstraintDescription.
@patch(engine._constraint_error)
def constraint_error(_original: Callable[..., Any], name: str, parameter: Record, reason: str) -> ValueError:
    """Return the error of a constraint that is violated."""
    return _violation(name, parameter, reason)
