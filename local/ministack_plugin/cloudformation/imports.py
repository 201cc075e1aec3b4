"""Import of resources of registered types: their READ handlers say whether they exist."""

import contextvars
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from ministack.services.cloudformation import _stacks, changesets, provisioners, stacks

from ministack_plugin.answers import Record
from ministack_plugin.cloudformation.registered_types import (
    Outcome,
    has_handler,
    identifier_keys,
    is_registered,
    outcome,
    question,
)
from ministack_plugin.node_half import call, stream
from ministack_plugin.patch import patch

# The stack that imports, and the logical ids of its resources by their identifiers.
_importing: contextvars.ContextVar[tuple[Record, dict[str, str]]] = contextvars.ContextVar("importing")
# The template whose change set is being created, with its parameters and functions resolved.
_resolved: contextvars.ContextVar[Record] = contextvars.ContextVar("resolved")


def allow_import(name: str) -> None:
    """Let stacks import resources of a registered type: that takes a READ handler."""
    if has_handler(name, "read"):
        changesets._IMPORT_LOOKUPS[name] = (tuple(identifier_keys(name)), partial(_problem, name))
        provisioners._RESOURCE_HANDLERS[name]["import"] = partial(_adopt, name)
    else:
        changesets._IMPORT_LOOKUPS.pop(name, None)


def _problem(rtype: str, *values: str) -> str | None:
    """Say why there is nothing to import under an identifier."""
    identifier = "|".join(values)
    request = question(rtype, {}, {"physicalId": identifier}, {})
    for step in stream("/operations", {**request, "action": "READ"}):
        if step.get("code") == "NotFound":
            return changesets._IMPORT_NOT_FOUND.format(type=rtype, value=identifier)
        if "failure" in step:
            return str(step["failure"])
    return None


def _adopt(rtype: str, identifier: dict[str, str]) -> Outcome:
    """Take a resource into the stack that imports; it gets the stack's tags."""
    physical_id = _joined(rtype, identifier)
    stack, logical_ids = _importing.get()
    more = {"physicalId": physical_id, "logicalId": logical_ids.get(physical_id)}
    return outcome(stream("/operations/adopt", question(rtype, {}, more, stack)), "import", rtype)


def _joined(rtype: str, identifier: dict[str, str]) -> str:
    return "|".join(identifier[key] for key in identifier_keys(rtype))


# MiniStack does not tell an import handler which stack it imports into. Both go when it does.
@patch(changesets._import_resources_async)
async def import_resources(
    original: Callable[..., Awaitable[None]], change_set: Record, stack: Record, new_stack: bool
) -> None:
    """Import the resources of a change set."""
    logical_ids = {
        _joined(entry["ResourceType"], entry["ResourceIdentifier"]): entry["LogicalResourceId"]
        for entry in change_set["_resources_to_import"]
        if is_registered(entry["ResourceType"])
    }
    token = _importing.set((stack, logical_ids))
    try:
        await original(change_set, stack, new_stack)
    finally:
        _importing.reset(token)


@patch(stacks._adopt_resource)
def adopt_resource(
    original: Callable[..., Outcome],
    stack_id: str,
    stack_name: str,
    logical_id: str,
    rtype: str,
    identifier: dict[str, str],
) -> Outcome:
    """Import a resource that exists already during a create or an update."""
    logical_ids = {_joined(rtype, identifier): logical_id} if is_registered(rtype) else {}
    token = _importing.set((_stacks[stack_name], logical_ids))
    try:
        return original(stack_id, stack_name, logical_id, rtype, identifier)
    finally:
        _importing.reset(token)


@patch(changesets._resolve_props_for_diff)
def resolve_properties(original: Callable[..., Record], *args: Any) -> Record:
    """Remember the template whose change set is being created: it is resolved after the stack's own."""
    resolved = original(*args)
    _resolved.set(resolved)
    return resolved


# AWS refuses an identifier that the template contradicts, properties that the type's schema forbids, and types without
# a READ handler. MiniStack checks none of them. Stays: it has no schemas.
@patch(changesets._import_changes)
def import_changes(original: Callable[..., list[Record]], entries: list[Record], *args: Any) -> list[Record]:
    """Describe the changes of an import, or refuse it."""
    changes = original(entries, *args)
    for entry in entries:
        if is_registered(entry["ResourceType"]):
            _check(entry)
    return changes


def _check(entry: Record) -> None:
    rtype, logical_id = entry["ResourceType"], entry["LogicalResourceId"]
    if not has_handler(rtype, "read"):
        raise ValueError(f"ResourceTypes [{rtype}] are not supported for Import")
    properties = _resolved.get()["Resources"][logical_id].get("Properties") or {}
    for key, value in entry["ResourceIdentifier"].items():
        if isinstance(properties.get(key), str) and properties[key] != value:
            raise ValueError(
                f"The Identifier [{key}] for resource [{logical_id}] does not match "
                "the identifier value for the resource in the template"
            )
    if not _is_resolved(properties):
        return
    violation = call("/operations/check", question(rtype, properties, {}, {})).get("violation")
    if violation:
        violation = violation.removeprefix("Model validation failed (").removesuffix(")")
        raise ValueError(f"Properties validation failed for resource {logical_id} with message: {violation}")


def _is_resolved(value: object) -> bool:
    """Whether no function is left in a value."""
    if isinstance(value, list):
        return all(map(_is_resolved, value))
    if not isinstance(value, dict):
        return True
    key = next(iter(value)) if len(value) == 1 else ""
    return key != "Ref" and not key.startswith("Fn::") and all(map(_is_resolved, value.values()))


# The identifier of a registered type may consist of several values, joined by `|`. Both stay.
@patch(changesets._import_change)
def import_change(original: Callable[[Record], Record], entry: Record) -> Record:
    """Describe the import of one resource."""
    change, rtype = original(entry), entry["ResourceType"]
    if is_registered(rtype):
        change["ResourceChange"]["PhysicalResourceId"] = _joined(rtype, entry["ResourceIdentifier"])
    return change


@patch(changesets._import_owner)
def import_owner(original: Callable[[list[Record]], str | None], entries: list[Record]) -> str | None:
    """Say which stack has a resource already."""
    for entry in entries:
        rtype = entry["ResourceType"]
        physical_id = _joined(rtype, entry["ResourceIdentifier"]) if is_registered(rtype) else None
        for stack in _stacks.values():
            for record in stack.get("_resources", {}).values():
                is_same = record.get("ResourceType") == rtype and record.get("PhysicalResourceId") == physical_id
                if physical_id and is_same and stack.get("StackStatus") != "DELETE_COMPLETE":
                    return f"{physical_id} already exists in stack {stack['StackId']}"
    return original([entry for entry in entries if not is_registered(entry["ResourceType"])])
