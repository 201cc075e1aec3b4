"""The sections of a template, and the members that each of them must and may have."""

import re
from typing import Any

from ministack_plugin.answers import Record
from ministack_plugin.cloudformation.template.condition_rules import check_conditions, check_names
from ministack_plugin.cloudformation.template.errors import TemplateError, format_error, listed

SECTIONS = frozenset(
    {
        "AWSTemplateFormatVersion",
        "Conditions",
        "Description",
        "Hooks",
        "Mappings",
        "Metadata",
        "Outputs",
        "Parameters",
        "Resources",
        "Rules",
        "Transform",
    }
)
RESOURCE_MEMBERS = frozenset(
    {
        "Condition",
        "CreationPolicy",
        "DeletionPolicy",
        "DependsOn",
        "Metadata",
        "Properties",
        "Type",
        "UpdatePolicy",
        "UpdateReplacePolicy",
    }
)
POLICIES = {
    "DeletionPolicy": ("Delete", "Retain", "RetainExceptOnCreate", "Snapshot"),
    "UpdateReplacePolicy": ("Delete", "Retain", "Snapshot"),
}
_NAME = re.compile(r"[A-Za-z0-9]+")
_EXPORT_NAME = re.compile(r"[A-Za-z0-9:-]+")
_PARAMETER_TYPE = re.compile(r"String|Number|CommaDelimitedList|List<(String|Number|AWS::[\w:]+)>|AWS::[\w:<>]+")


def check_structure(template: Record) -> None:
    """Raise TemplateError for a template that AWS can't read."""
    _check_head(template)
    for name, parameter in _section(template, "Parameters").items():
        _check_parameter(name, parameter)
    check_conditions(_section(template, "Conditions"))
    resources = template.get("Resources")
    if not isinstance(resources, dict) or not resources:
        raise format_error("At least one Resources member must be defined.")
    if not _is_expanded_later(template):
        unknown = [section for section in template if section not in SECTIONS]
        if unknown:
            raise TemplateError(f"Invalid template property or properties {listed(unknown)}")
        for name, resource in resources.items():
            _check_resource(name, resource)
        for name, output in _section(template, "Outputs").items():
            _check_output(name, output)
        check_names(template)


def _check_head(template: Record) -> None:
    version = template.get("AWSTemplateFormatVersion", "2010-09-09")
    if version != "2010-09-09":
        raise format_error(f"{version} is not a supported value for AWSTemplateFormatVersion.")
    if not isinstance(template.get("Description", ""), str):
        raise format_error("Every Description member must be a string.")


def _section(template: Record, name: str) -> Record:
    section = template.get(name, {})
    if not isinstance(section, dict):
        raise format_error(f"{name} must be an object.")
    return section


def _is_expanded_later(template: Record) -> bool:
    """Whether a macro may still add what is missing: `Transform`, Fn::Transform or Fn::ForEach."""
    return "Transform" in template or _has_macro(template)


def _has_macro(node: Any) -> bool:
    if isinstance(node, dict):
        if any(str(key) == "Fn::Transform" or str(key).startswith("Fn::ForEach") for key in node):
            return True
        return any(_has_macro(value) for value in node.values())
    return isinstance(node, list) and any(_has_macro(value) for value in node)


def _check_parameter(name: str, parameter: Any) -> None:
    if not _NAME.fullmatch(str(name)):
        raise format_error(f"Parameter name {name} is non alphanumeric.")
    if not isinstance(parameter, dict) or "Type" not in parameter:
        raise format_error("Every Parameters object must contain a Type member.")
    if not _PARAMETER_TYPE.fullmatch(str(parameter["Type"])):
        raise format_error(f"Unrecognized parameter type: {parameter['Type']}")
    if not isinstance(parameter.get("AllowedValues", []), list):
        raise format_error("Every AllowedValues member must be a list.")
    if isinstance(parameter.get("Default"), dict | list):
        raise format_error("Every Default member must be a string.")


def _check_resource(name: str, resource: Any) -> None:
    if not _NAME.fullmatch(str(name)):
        raise format_error(f"Resource name {name} is non alphanumeric.")
    if not isinstance(resource, dict):
        raise format_error(f"[/Resources/{name}] resource definition is malformed")
    if not isinstance(resource.get("Type"), str) or not resource["Type"]:
        raise format_error(f"[/Resources/{name}] Every Resources object must contain a Type member.")
    for member in resource:
        if member not in RESOURCE_MEMBERS:
            raise TemplateError(f"Invalid template resource property '{member}'")
    if not isinstance(resource.get("Properties", {}), dict):
        raise format_error(f"[/Resources/{name}] Every Properties member must be an object.")
    for member, values in POLICIES.items():
        if isinstance(resource.get(member), str) and resource[member] not in values:
            raise format_error(f"Unrecognized {member} {resource[member]} for resource {name}")
    depends_on = resource.get("DependsOn", [])
    if not all(isinstance(item, str) for item in (depends_on if isinstance(depends_on, list) else [depends_on])):
        raise format_error("DependsOn must be a string or list of strings.")


def _check_output(name: str, output: Any) -> None:
    if not _NAME.fullmatch(str(name)):
        raise format_error(f"Output name {name} is non alphanumeric.")
    if not isinstance(output, dict) or "Value" not in output:
        raise format_error("Every Outputs member must contain a Value object.")
    export = output.get("Export", {"Name": "none"})
    exported = export.get("Name") if isinstance(export, dict) else None
    if not isinstance(exported, dict) and not _EXPORT_NAME.fullmatch(str(exported or "")):
        raise format_error(
            f"Output {name} is malformed. The Name field of every Export member must be specified and consist only of "
            "alphanumeric characters, colons, or hyphens."
        )
