"""The registered types, and one operation of a type as a stack asks for it."""

import contextvars
from collections.abc import Iterator
from typing import Any

from ministack.core.responses import AccountRegionScopedDict
from ministack.services.cloudformation import _stacks, provisioners, stacks

from ministack_plugin.answers import Record
from ministack_plugin.cloudformation.rollback import keep_half_made
from ministack_plugin.node_half import stream

# What is sent in addition to the properties: the stack's tags. Not a property, so never in a stack's record.
STACK_TAGS = "__stack_tags__"

# Type name -> what the Node.js half reports about it: {"typeName", "createOnly": [paths], "identifier": [names],
# "handlers": [names]}.
# As on AWS, each Region of an account has its own types.
_types = AccountRegionScopedDict()
# The names that stacks can pass on to the Node.js half: of every type that was ever registered in this engine.
_served: set[str] = set()
# The stack whose resource is being deleted: MiniStack's delete handlers are not told.
deleting_stack: contextvars.ContextVar[str] = contextvars.ContextVar("deleting_stack", default="")

Outcome = tuple[str, dict[str, Any]]


def is_registered(rtype: str) -> bool:
    """Whether resources of a type belong to the registry, also those of a type that was deregistered since."""
    return rtype in _served


def is_unknown_here(rtype: str) -> bool:
    """Whether a type that the registry serves is not registered in the account and the Region of the request."""
    return rtype in _served and rtype not in _types


def create_only_paths(rtype: str) -> list[list[str]]:
    """Return the create-only properties of a registered type, each as a path."""
    paths: list[list[str]] = _types.get(rtype, {}).get("createOnly", [])
    return paths


def has_handler(rtype: str, name: str) -> bool:
    """Whether a registered type has a handler: create, read, update, delete or list."""
    return name in _types.get(rtype, {}).get("handlers", [])


def identifier_keys(rtype: str) -> list[str]:
    """Return the names of the properties that identify a resource of a registered type."""
    keys: list[str] = _types.get(rtype, {}).get("identifier", [])
    return keys


def is_immutable(rtype: str) -> bool:
    """Whether a registered type has no update handler: every change replaces the resource."""
    return is_registered(rtype) and not has_handler(rtype, "update")


def replace_types(described: list[Record]) -> None:
    """Let stacks in the account and the Region of the request use these types, and no others."""
    current = {one["typeName"]: one for one in described}
    for name in [name for name in _types if name not in current]:
        del _types[name]
    for name, one in current.items():
        _types[name] = one
        if name not in _served:
            _serve(name)


def _serve(name: str) -> None:
    _served.add(name)

    def create(logical_id: str, properties: Record, stack: str) -> Outcome:
        return _operate(name, "CREATE", properties, {"logicalId": logical_id}, stack)

    def update(physical_id: str, old: Record, new: Record, stack: str, logical_id: str) -> Outcome:
        more = {"logicalId": logical_id, "physicalId": physical_id, "previous": old}
        return _operate(name, "UPDATE", new, more, stack)

    def delete(physical_id: str, properties: Record, logical_id: str) -> Outcome:
        more = {"logicalId": logical_id, "physicalId": physical_id}
        return _operate(name, "DELETE", properties, more, deleting_stack.get())

    provisioners._RESOURCE_HANDLERS[name] = {
        "create": create,
        "update": update,
        "update_with_logical_id": True,
        "delete": delete,
        "delete_with_logical_id": True,
    }


def question(rtype: str, sent: Record, more: Record, stack: Record) -> Record:
    """Return what an operation on a resource of a stack sends to the Node.js half, but for the action."""
    properties, tags = _split(sent)
    return {
        **more,
        "typeName": rtype,
        "properties": properties,
        "stackId": stack.get("StackId"),
        "stackTags": _tags_of(stack) if tags is None else tags,
    }


def _operate(rtype: str, action: str, sent: Record, more: Record, stack_name: str) -> Outcome:
    """Run one operation to its end. Return the physical id and the attributes; raise with the failure's reason."""
    previous, previous_tags = _split(more.get("previous") or {})
    stack = _stacks.get(stack_name) or {}
    request = {
        **question(rtype, sent, more, stack),
        "previous": previous if action == "UPDATE" else None,
        "action": action,
        "previousStackTags": previous_tags,
    }

    def steps() -> Iterator[Record]:
        for step in stream("/operations", request):
            if "identifier" in step and "failure" not in step and action == "CREATE" and stack:
                _report_identifier(stack, more["logicalId"], rtype, step["identifier"])
            if "failure" in step and step.get("identifier") and stack:
                keep_half_made(stack, more["logicalId"], rtype, step["identifier"])
            yield step

    return outcome(steps(), action, rtype)


def outcome(steps: Iterator[Record], action: str, rtype: str) -> Outcome:
    """Return the physical id and the attributes that an operation ends with; raise with the failure's reason."""
    for step in steps:
        if "failure" in step:
            raise RuntimeError(step["failure"])
        if "physicalId" in step:
            return step["physicalId"], step.get("attributes", {})
    raise RuntimeError(f"the handler host ended without an answer to {action} of {rtype}")


def _report_identifier(stack: Record, logical_id: str, rtype: str, physical_id: str) -> None:
    # A replacement is an update of the resource.
    replaces = logical_id in stack["_resources"] and stack["StackStatus"].startswith("UPDATE")
    status, reason = "UPDATE_IN_PROGRESS" if replaces else "CREATE_IN_PROGRESS", "Resource creation Initiated"
    stacks._add_event(stack["StackId"], stack["StackName"], logical_id, rtype, status, reason, physical_id)


def _split(sent: Record) -> tuple[Record, dict[str, str] | None]:
    return {key: value for key, value in sent.items() if key != STACK_TAGS}, sent.get(STACK_TAGS)


def _tags_of(stack: Record) -> dict[str, str]:
    return {tag["Key"]: tag.get("Value", "") for tag in stack.get("Tags") or []}
