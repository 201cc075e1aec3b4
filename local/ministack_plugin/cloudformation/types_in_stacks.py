"""What MiniStack's stacks ask about a type of resource, answered for registered types."""

import copy
from collections.abc import Callable
from typing import Any

from ministack.services.cloudformation import provisioners, stacks

from ministack_plugin.answers import Record
from ministack_plugin.cloudformation.registered_types import (
    STACK_TAGS,
    create_only_paths,
    deleting_stack,
    is_immutable,
    is_registered,
)
from ministack_plugin.patch import patch


# A handler blocks until its operation is done, and calls back into this server. Stays.
@patch(stacks._runs_on_worker_thread)
def runs_on_worker_thread(original: Callable[[str], bool], rtype: str) -> bool:
    """Run the operations of registered types outside the event loop."""
    return is_registered(rtype) or original(rtype)


# A type's update may have changed things before it failed: AWS sends the previous properties back. Stays.
@patch(stacks._sends_back_failed_update)
def sends_back_failed_update(original: Callable[[str], bool], rtype: str) -> bool:
    """Send the previous properties of a registered type back after its update failed."""
    return is_registered(rtype) or original(rtype)


# AWS passes the stack's tags to a type in addition to the properties, so a change of them alone reaches it. Stays.
@patch(provisioners._with_stack_tags)
def with_stack_tags(
    original: Callable[..., Record], rtype: str, properties: Record, tags: list[Record], *args: Any
) -> Record:
    """Add the stack's tags to what travels to a registered type."""
    if not is_registered(rtype):
        return original(rtype, properties, tags, *args)
    sent = {tag["Key"]: tag.get("Value", "") for tag in tags}
    return {**copy.deepcopy(properties), STACK_TAGS: sent}


# AWS replaces a resource when a property changes that its schema calls create-only, and when any property changes of a
# type without an update handler. Stays.
@patch(provisioners._replacing_change)
def replacing_change(original: Callable[..., bool], rtype: str, old: Record, new: Record) -> bool:
    """Replace a resource of a registered type when its schema says so."""
    if not is_registered(rtype):
        return original(rtype, old, new)
    if is_immutable(rtype):
        return _without_tags(old) != _without_tags(new)
    return any(at(old, path) != at(new, path) for path in create_only_paths(rtype))


# MiniStack does not tell a delete handler whose resource it deletes. Goes when it passes the stack's name.
@patch(provisioners._delete_resource)
def delete_resource(
    original: Callable[..., None],
    rtype: str,
    physical_id: str,
    properties: Record,
    stack_name: str | None = None,
    logical_id: str | None = None,
) -> None:
    """Delete a resource on behalf of a stack."""
    token = deleting_stack.set(stack_name or "")
    try:
        original(rtype, physical_id, properties, stack_name, logical_id)
    finally:
        deleting_stack.reset(token)


def _without_tags(properties: Record) -> Record:
    return {name: value for name, value in properties.items() if name != STACK_TAGS}


def at(properties: Record, path: list[str]) -> object:
    """Return the value at a path, or None."""
    value: object = properties
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
