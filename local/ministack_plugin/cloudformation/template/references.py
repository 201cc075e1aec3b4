"""Every name that a template uses is one that it has."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from ministack.services.cloudformation import engine
from ministack.services.cloudformation.engine import _TransformFailed, declared_transforms

from ministack_plugin.answers import Record
from ministack_plugin.cloudformation.registered_types import is_unknown_here
from ministack_plugin.cloudformation.template.dependencies import check_acyclic
from ministack_plugin.cloudformation.template.errors import TemplateError, format_error, listed, template_error
from ministack_plugin.cloudformation.template.functions import PSEUDO_PARAMETERS, Use, check_mapping, uses
from ministack_plugin.cloudformation.template.mappings import check_keys
from ministack_plugin.patch import patch

Conditions = dict[str, bool]

# Functions, as JSON, whose values the name of an export can't have.
_LATE = re.compile(r'"Fn::(ImportValue|GetAZs)": ')


# AWS refuses undeclared names in CreateStack, UpdateStack, CreateChangeSet and ValidateTemplate. MiniStack puts the
# name itself in the place of its value. Goes when it refuses them.
@patch(engine.validate_template_support)
def validate_template_support(
    original: Callable[..., None], template: Record, conditions: Conditions, params: Record | None = None
) -> None:
    """Raise TemplateError when a name is not declared, or belongs to a resource that is not created."""
    if not isinstance(template, _TransformFailed) and not template.get("Transform"):
        check_references(template)
        # ValidateTemplate has no parameters, so AWS evaluates no condition there.
        if params is not None:
            check_created(template, conditions)
            _check_keys(template, conditions, params)
        check_acyclic(template, conditions)
        _check_types(template, conditions)
    unknown = [name for name in declared_transforms(template) if not name.startswith("AWS::")]
    if unknown and params is not None:
        raise TemplateError(f"No transform named {unknown[0]} found.")
    original(template, conditions, params=params)


def check_references(template: Record) -> None:
    """Check what needs nothing but the template."""
    resources = template.get("Resources") or {}
    names = PSEUDO_PARAMETERS | set(template.get("Parameters") or {})
    for block in ("Resources", "Outputs"):
        members = template.get(block) or {}
        _check_conditions(members, block, template)
        found = [use for member in members.values() for use in _uses_of(member)]
        for use in found:
            _check_attribute(use, resources)
        unresolved = [use.name for use in found if use.is_value and use.name not in names | set(resources)]
        if unresolved:
            raise format_error(
                f"Unresolved resource dependencies {listed(unresolved)} in the {block} block of the template"
            )
    _check_exports(template)


def _check_exports(template: Record) -> None:
    resources = template.get("Resources") or {}
    for name, output in (template.get("Outputs") or {}).items():
        export = output.get("Export", {})
        if any(use.is_value and use.name in resources for use in uses(export)) or _LATE.search(
            json.dumps(export, default=str)
        ):
            raise format_error(
                f"Output {name} is malformed.  The Name field of Export must not depend on any resources, imported "
                "values, or Fn::GetAZs."
            )


def check_created(template: Record, conditions: Conditions) -> None:
    """Check that what is created refers only to resources that are created, but for branches that are not taken."""
    resources = template.get("Resources") or {}
    absent = {name for name, resource in resources.items() if not _is_created(resource, conditions)}
    for block in ("Resources", "Outputs"):
        members = [member for member in (template.get(block) or {}).values() if _is_created(member, conditions)]
        missing = [use.name for member in members for use in _uses_of(member, conditions) if use.name in absent]
        if missing:
            raise format_error(
                f"Unresolved resource dependencies {listed(missing)} in the {block} block of the template"
            )


def _check_types(template: Record, conditions: Conditions) -> None:
    created = [one for one in (template.get("Resources") or {}).values() if _is_created(one, conditions)]
    unknown = [one["Type"] for one in created if is_unknown_here(one["Type"])]
    if unknown:
        raise format_error(f"Unrecognized resource types: {listed(unknown)}")


def _check_keys(template: Record, conditions: Conditions, params: Record) -> None:
    for block in ("Resources", "Outputs"):
        members = [member for member in (template.get(block) or {}).values() if _is_created(member, conditions)]
        check_keys(members, template.get("Mappings") or {}, params, conditions)


def _is_created(member: Record, conditions: Conditions) -> bool:
    return conditions.get(member.get("Condition", ""), True)


def _uses_of(member: Record, conditions: Conditions | None = None) -> Iterator[Use]:
    """Yield the uses in a resource or an output, DependsOn among them."""
    depends_on = member.get("DependsOn", [])
    for name in [depends_on] if isinstance(depends_on, str) else depends_on:
        yield Use("DependsOn", name)
    yield from uses({key: value for key, value in member.items() if key not in ("DependsOn", "Condition")}, conditions)


def _check_conditions(members: dict[str, Any], block: str, template: Record) -> None:
    conditions = template.get("Conditions") or {}
    for member in members.values():
        condition = member.get("Condition")
        if condition is not None and condition not in conditions:
            raise format_error(f"Unresolved condition dependency {condition} in the {block} block of the template")
        for use in _uses_of(member):
            if use.function == "Fn::If" and use.name not in conditions:
                raise template_error(f"unresolved condition dependency {use.name} in Fn::If")
            check_mapping(use, template)


def _check_attribute(use: Use, resources: Record) -> None:
    if use.function == "Fn::GetAtt" and use.name not in resources:
        raise template_error(f"instance of Fn::GetAtt references undefined resource {use.name}")
    if use.function == "Fn::Sub" and use.attribute and use.name not in resources:
        attribute = f"{use.name}.{use.attribute}"
        raise template_error(f"instance of Fn::Sub references invalid resource attribute {attribute}")
