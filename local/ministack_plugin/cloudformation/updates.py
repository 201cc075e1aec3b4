"""The events of an update: those of resources that change, created ones as created, and its clean-up."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from ministack.core.concurrency import run_reentrant
from ministack.services.cloudformation import _stacks, provisioners, stacks

from ministack_plugin.answers import Record
from ministack_plugin.cloudformation.events import is_of_stack
from ministack_plugin.cloudformation.stack_deletion import STACK
from ministack_plugin.patch import patch

CLEANUP = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"


@dataclass
class _Update:
    """What an update has done so far."""

    # Logical id -> the record from before, and how to record the event that the resource is being updated: held
    # back until it is known that the resource changes.
    held: dict[str, tuple[Record, Callable[[], None]]] = field(default_factory=dict)
    created: set[str] = field(default_factory=set)
    # Deletes of nested stacks wait until this update has succeeded: a rollback still needs the resources.
    deletes: list[Callable[[], None]] = field(default_factory=list)
    cleaning: bool = False


# Stack id -> the update that is under way.
_updates: dict[str, _Update] = {}


@patch(stacks._deploy_stack_async)
async def deploy_stack(
    original: Callable[..., Awaitable[None]], stack_name: str, stack_id: str, *args: Any, **named: Any
) -> None:
    """Follow an update to its end, and delete what its nested stacks no longer need."""
    if not named.get("is_update"):
        await original(stack_name, stack_id, *args, **named)
        return
    update = _updates[stack_id] = _Update()
    stack = _stacks[stack_name]
    try:
        await original(stack_name, stack_id, *args, **named)
        if stack["StackStatus"] == CLEANUP:
            deletes, update.deletes = update.deletes, []
            for delete in deletes:
                await run_reentrant(delete)
            stack["StackStatus"] = "UPDATE_COMPLETE"
            stacks._add_event(stack_id, stack_name, stack_name, STACK, "UPDATE_COMPLETE", "", stack_id)
    finally:
        del _updates[stack_id]


# AWS records events of resources that change only, calls new ones created, and cleans up before UPDATE_COMPLETE.
# MiniStack records UPDATE events for every resource and none for the clean-up. Goes when it does as AWS does.
@patch(stacks._add_event)
def add_event(
    original: Callable[..., None],
    stack_id: str,
    stack_name: str,
    logical_id: str,
    rtype: str,
    status: str,
    reason: str = "",
    physical_id: str = "",
    **named: object,
) -> None:
    """Record an event of an update as AWS does."""

    def record(as_status: str) -> None:
        original(stack_id, stack_name, logical_id, rtype, as_status, reason, physical_id, **named)

    update, stack = _updates.get(stack_id), _stacks.get(stack_name) or {}
    if update is None:
        record(status)
    elif not is_of_stack(stack_name, logical_id, rtype):
        _record_resource(update, stack.get("_resources", {}), logical_id, status, reason, record)
    elif status != "UPDATE_COMPLETE":
        record(status)
    else:
        _begin_cleanup(update, stack)
        if not update.deletes:
            stack["StackStatus"] = status
            record(status)


def _begin_cleanup(update: _Update, stack: Record) -> None:
    stack["StackStatus"] = CLEANUP
    if not update.cleaning:
        update.cleaning = True
        name, stack_id = stack["StackName"], stack["StackId"]
        stacks._add_event(stack_id, name, name, STACK, CLEANUP, "", stack_id)


def _record_resource(
    update: _Update, records: Record, logical_id: str, status: str, reason: str, record: Callable[[str], None]
) -> None:
    if status == "UPDATE_IN_PROGRESS" and not reason:
        if logical_id in records:
            update.held[logical_id] = (records[logical_id], lambda: record(status))
        else:
            update.created.add(logical_id)
            record("CREATE_IN_PROGRESS")
        return
    before, show = update.held.pop(logical_id, ({}, None))
    if show is not None and status == "UPDATE_COMPLETE":
        # Nothing about the resource has changed: it stays as it was.
        unchanged = {key: before[key] for key in ("ResourceStatus", "Timestamp") if key in before}
        records[logical_id].update(unchanged)
        return
    if show is not None and not reason.startswith("Requested update requires"):
        show()
    is_new = logical_id in update.created or logical_id not in records
    if is_new and status in ("UPDATE_COMPLETE", "UPDATE_FAILED"):
        status = status.replace("UPDATE", "CREATE")
        if logical_id in records:
            records[logical_id]["ResourceStatus"] = status
    record(status)


# The moment at which it is known whether a resource changes.
@patch(provisioners._update_resource)
def update_resource(
    original: Callable[..., Any],
    rtype: str,
    physical_id: str,
    old: Record,
    new: Record,
    stack_name: str,
    logical_id: str | None = None,
    attributes: Record | None = None,
) -> Any:
    """Record that a resource is being updated, when it is."""
    update = _updates.get((_stacks.get(stack_name) or {}).get("StackId", ""))
    if update is not None and old != new and logical_id is not None and logical_id in update.held:
        update.held.pop(logical_id)[1]()
    return original(rtype, physical_id, old, new, stack_name, logical_id, attributes)


# AWS records the deletes of the clean-up, and those of nested stacks wait until the update has succeeded.
@patch(provisioners._delete_resource)
def delete_resource(
    original: Callable[..., None],
    rtype: str,
    physical_id: str,
    properties: Record,
    stack_name: str | None = None,
    logical_id: str | None = None,
) -> None:
    """Delete a resource; in the clean-up of an update with its events."""
    stack = _stacks.get(stack_name or "") or {}
    update = _updates.get(stack.get("StackId", ""))
    if update is None or stack["StackStatus"] not in ("UPDATE_IN_PROGRESS", CLEANUP):
        original(rtype, physical_id, properties, stack_name, logical_id)
        return

    def delete() -> None:
        def record(status: str) -> None:
            stacks._add_event(stack["StackId"], stack_name, logical_id, rtype, status, "", physical_id)

        record("DELETE_IN_PROGRESS")
        original(rtype, physical_id, properties, stack_name, logical_id)
        record("DELETE_COMPLETE")

    def delete_later() -> None:
        try:
            delete()
        except Exception as error:  # noqa: BLE001 the update has succeeded all the same
            stacks._add_event(stack["StackId"], stack_name, logical_id, rtype, "DELETE_FAILED", str(error), physical_id)

    root = _updates.get(stack.get("RootId", ""))
    if root is not None:
        root.deletes.append(delete_later)
    else:
        _begin_cleanup(update, stack)
        delete()
