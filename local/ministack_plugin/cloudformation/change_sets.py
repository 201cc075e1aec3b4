"""Change sets: names that are free again, changes of outputs alone, and replacements by the schema of a type."""

import contextvars
from collections.abc import Callable
from typing import Any

from ministack.services.cloudformation import _change_sets, changesets, engine, provisioners, stacks
from ministack.services.cloudformation.handlers import _resolve_stack
from ministack.services.cloudformation.helpers import _p

from ministack_plugin.answers import Answer, Parameters, Record
from ministack_plugin.cloudformation.registered_types import create_only_paths, is_registered
from ministack_plugin.cloudformation.types_in_stacks import at
from ministack_plugin.patch import patch

# The properties of registered types in which a nested create-only property changes, as (type, property).
_replacing: contextvars.ContextVar[frozenset[tuple[str, str]]] = contextvars.ContextVar(
    "replacing", default=frozenset()
)


# AWS removes a change set when it is executed, and one that changes outputs alone can be executed. MiniStack keeps
# its name, so two `aws cloudformation deploy` in one second collide, and fails it. Goes when it does as AWS does.
@patch(changesets._create_change_set)
def create_change_set(original: Callable[[Parameters], Answer], parameters: Parameters) -> Answer:
    """Create a change set."""
    name, stack_name = _p(parameters, "ChangeSetName"), _p(parameters, "StackName")
    for key in [key for key, value in _change_sets.items() if _is_executed(value, name, stack_name)]:
        del _change_sets[key]
    known = set(_change_sets)
    answer = original(parameters)
    for key, value in _change_sets.items():
        is_empty = value["Status"] == "FAILED" and value["ChangeSetType"] == "UPDATE" and not value["Changes"]
        if key not in known and is_empty and _outputs_change(value):
            value.update(Status="CREATE_COMPLETE", ExecutionStatus="AVAILABLE", StatusReason="")
        is_update = value["Status"] == "CREATE_COMPLETE" and value["ChangeSetType"] == "UPDATE"
        if key not in known and is_update and (modified := _modified_types(value)):
            reason = (
                "Update of resource type is not permitted. "
                f"The new template modifies resource type of the following resources: [{', '.join(modified)}]"
            )
            value.update(Status="FAILED", ExecutionStatus="UNAVAILABLE", StatusReason=reason, Changes=[])
    return answer


# A resource keeps its type as long as it is in a stack. MiniStack hands one type's properties to another one's
# update, whose rollback then fails.
def _modified_types(change_set: Record) -> list[str]:
    """Return the resources of the stack that the template declares with another type, as AWS lists them."""
    template, present = change_set["_template"], _resolve_stack(change_set["StackId"])["_resources"]
    conditions = engine._evaluate_conditions(template, change_set["_resolved_params"])
    return [
        name
        for name, resource in template["Resources"].items()
        if name in present
        and present[name].get("ResourceType") != resource["Type"]
        and conditions.get(resource.get("Condition"), True)
    ]


def _is_executed(change_set: Record, name: str, stack: str) -> bool:
    return (
        change_set.get("ChangeSetName") == name
        and stack in (change_set.get("StackName"), change_set.get("StackId"))
        and change_set.get("ExecutionStatus") == "EXECUTE_COMPLETE"
    )


def _outputs_change(change_set: Record) -> bool:
    stack = _resolve_stack(change_set["StackId"])
    before = (stack["_template"], stack["_resolved_params"])
    after = (change_set["_template"], change_set["_resolved_params"])
    return _outputs_of(stack, *before) != _outputs_of(stack, *after)


def _outputs_of(stack: Record, template: Record, parameters: Record) -> Any:
    """Return the outputs that a template has with these parameters, on the resources of the stack."""
    outputs = template.get("Outputs") or {}
    conditions = engine._evaluate_conditions(template, parameters)
    mappings = template.get("Mappings") or {}
    place = (stack["StackName"], stack["StackId"])
    try:
        resolved = stacks._resolve_stack_outputs(outputs, conditions, stack["_resources"], parameters, mappings, *place)
    except ValueError:
        return outputs
    return resolved[0]


# AWS says whether a change replaces a resource by the create-only properties of its type's schema. MiniStack has
# tables for its own types and says `Conditional` for all others. Both patches stay.
@patch(provisioners._property_recreation)
def property_recreation(original: Callable[[str, str], str], rtype: str, name: str) -> str:
    """Say whether a change of a property replaces the resource."""
    if not is_registered(rtype):
        return original(rtype, name)
    whole = [name] in create_only_paths(rtype)
    return "Always" if whole or (rtype, name) in _replacing.get() else "Never"


@patch(stacks._diff_resources)
def diff_resources(
    original: Callable[..., list[Record]], old: Record, new: Record, *args: Any, **named: Any
) -> list[Record]:
    """Compare two templates; a property that holds a create-only one replaces only when that one changes."""
    replacing = {
        key: _replacing_properties(before, new["Resources"][key])
        for key, before in old.get("Resources", {}).items()
        if key in new.get("Resources", {})
    }
    of_types = {(new["Resources"][key]["Type"], name) for key, names in replacing.items() for name in names}
    token = _replacing.set(frozenset(of_types))
    try:
        changes = original(old, new, *args, **named)
    finally:
        _replacing.reset(token)
    for change in changes:
        _correct(change["ResourceChange"], replacing)
    return changes


def _replacing_properties(before: Record, after: Record) -> set[str]:
    old, new = before.get("Properties") or {}, after.get("Properties") or {}
    return {path[0] for path in create_only_paths(after["Type"]) if at(old, path) != at(new, path)}


def _correct(change: Record, replacing: dict[str, set[str]]) -> None:
    """Undo what holds for another resource of the same type only."""
    rtype, names = change["ResourceType"], replacing.get(change["LogicalResourceId"], set())
    if change["Action"] != "Modify" or not is_registered(rtype):
        return
    for target in [detail["Target"] for detail in change["Details"]]:
        if target["Attribute"] == "Properties" and [target["Name"]] not in create_only_paths(rtype):
            target["RequiresRecreation"] = "Always" if target["Name"] in names else "Never"
    change["Replacement"] = stacks._replacement(change["Details"], False)
    if change["Replacement"] != "True":
        change.pop("PolicyAction", None)
