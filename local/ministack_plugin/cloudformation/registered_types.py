"""The registered types, and one operation of a type as a stack asks for it."""

import contextvars
from typing import Any

from ministack.core.responses import get_region
from ministack.services.cloudformation import _stacks, provisioners, stacks

from ministack_plugin.answers import Record
from ministack_plugin.cloudformation.rollback import keep_half_made
from ministack_plugin.node_half import stream

# What is sent in addition to the properties: the stack's tags. Not a property, so never in a stack's record.
STACK_TAGS = "__stack_tags__"

# Type name -> what the Node.js half says about it: {"typeName", "createOnly": [paths]}.
_types: dict[str, Record] = {}
# Type name -> the Regions that it is registered in.
_regions: dict[str, set[str]] = {}
# The stack whose resource is being deleted: MiniStack's delete handlers are not told.
deleting_stack: contextvars.ContextVar[str] = contextvars.ContextVar("deleting_stack", default="")

Outcome = tuple[str, dict[str, Any]]


def is_registered(rtype: str) -> bool:
    """Whether stacks may use a type because it is registered."""
    return rtype in _types


def is_of_another_region(rtype: str) -> bool:
    """Whether a type is registered, but not in the Region of the request."""
    return rtype in _types and get_region() not in _regions[rtype]


def create_only_paths(rtype: str) -> list[list[str]]:
    """Return the create-only properties of a registered type, each as a path."""
    paths: list[list[str]] = _types.get(rtype, {}).get("createOnly", [])
    return paths


def add_type(described: Record) -> None:
    """Let stacks use a registered type."""
    name = described["typeName"]
    _types[name] = described
    _regions.setdefault(name, set()).add(get_region())

    def create(logical_id: str, properties: Record, stack: str) -> Outcome:
        return _operate(name, "CREATE", properties, {"logicalId": logical_id}, stack)

    def update(physical_id: str, old: Record, new: Record, stack: str, logical_id: str) -> Outcome:
        more = {"logicalId": logical_id, "physicalId": physical_id, "previous": old}
        return _operate(name, "UPDATE", new, more, stack)

    def delete(physical_id: str, properties: Record, logical_id: str) -> Outcome:
        more = {"logicalId": logical_id, "physicalId": physical_id}
        return _operate(name, "DELETE", properties, more, deleting_stack.get())

    def adopt(identifier: dict[str, str]) -> Outcome:
        return _operate(name, "READ", {}, {"physicalId": next(iter(identifier.values()))}, "")

    provisioners._RESOURCE_HANDLERS[name] = {
        "create": create,
        "update": update,
        "update_with_logical_id": True,
        "delete": delete,
        "delete_with_logical_id": True,
        "import": adopt,
    }


def _operate(rtype: str, action: str, sent: Record, more: Record, stack_name: str) -> Outcome:
    """Run one operation to its end. Return the physical id and the attributes; raise with the failure's reason."""
    properties, tags = _split(sent)
    previous, previous_tags = _split(more.get("previous") or {})
    stack = _stacks.get(stack_name) or {}
    request = {
        **more,
        "previous": previous if action == "UPDATE" else None,
        "typeName": rtype,
        "action": action,
        "properties": properties,
        "stackId": stack.get("StackId"),
        "stackTags": _tags_of(stack) if tags is None else tags,
        "previousStackTags": previous_tags,
    }
    for step in stream("/operations", request):
        if "identifier" in step and "failure" not in step and action == "CREATE" and stack:
            _report_identifier(stack, more["logicalId"], rtype, step["identifier"])
        if "failure" in step:
            if step.get("identifier") and stack:
                keep_half_made(stack, more["logicalId"], rtype, step["identifier"])
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
