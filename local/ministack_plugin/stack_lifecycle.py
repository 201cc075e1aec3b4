"""The life of a stack where MiniStack's differs: deletes while it is being made, and what a failed create had named."""

import asyncio

from ministack.core.responses import now_iso
from ministack.services import cloudformation
from ministack.services.cloudformation import changesets, handlers, stacks
from node_host import call

# The statuses in which CloudFormation refuses to delete a stack.
_UNDELETABLE = ("UPDATE_IN_PROGRESS", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
_UNDELETABLE_PREFIX = "UPDATE_ROLLBACK"

# Stack id -> set when the create or update that is under way has ended.
_running: dict[str, asyncio.Event] = {}
# The stacks that are deleted while their create is under way.
_stopping: set[str] = set()


def install() -> None:
    """Replaces the coroutines of a stack's operations, in every module that names them."""
    _replace("_deploy_stack_async", _tracked(stacks._deploy_stack_async))
    _replace("_roll_back_operation", _complete_rollback(stacks._roll_back_operation))
    _replace("_delete_stack_async", _after_the_create(stacks._delete_stack_async))
    _replace("_add_event", _guarded(stacks._add_event))


def _replace(name: str, function: object) -> None:
    for module in (stacks, handlers, changesets):
        if hasattr(module, name):
            setattr(module, name, function)


def is_stopping(stack: dict) -> bool:
    """Whether the stack is on its way from a create to its delete."""
    return stack.get("StackId") in _stopping


def refusal_of_delete(stack: dict) -> str | None:
    """Why CloudFormation does not delete a stack in this status."""
    status = str(stack.get("StackStatus", ""))
    if not status.endswith("IN_PROGRESS"):
        return None
    if status in _UNDELETABLE or status.startswith(_UNDELETABLE_PREFIX):
        return f"Stack [{stack['StackId']}] cannot be deleted while in status {status}"
    return None


def keep_half_made(stack: dict, logical_id: str, rtype: str, physical_id: str) -> None:
    """A failed create that had named something: the stack holds it, so that its rollback or its delete removes it."""
    stack.setdefault("_resources", {})[logical_id] = {
        "PhysicalResourceId": physical_id,
        "ResourceType": rtype,
        "ResourceStatus": "CREATE_FAILED",
        "LogicalResourceId": logical_id,
        "Properties": {},
        "Attributes": {},
        "Timestamp": now_iso(),
        "_half_made": True,
    }


def _tracked(deploy):
    async def tracked(stack_name: str, stack_id: str, *args, **more) -> None:
        ended = _running[stack_id] = asyncio.Event()
        try:
            await deploy(stack_name, stack_id, *args, **more)
        finally:
            del _running[stack_id]
            ended.set()

    return tracked


def _after_the_create(delete):
    """The handler that runs is waited for, what it named is deleted with the rest."""

    async def after(
        stack_name: str, stack_id: str, retain_resources=(), force: bool = False
    ) -> None:
        stack = cloudformation._stacks.get(stack_name)
        ended = _running.get(stack_id)
        if stack is not None and ended is not None:
            stack["StackStatus"] = "DELETE_IN_PROGRESS"
            stacks._add_event(
                stack_id,
                stack_name,
                stack_name,
                "AWS::CloudFormation::Stack",
                "DELETE_IN_PROGRESS",
                "User Initiated",
                stack_id,
            )
            _stopping.add(stack_id)
            await asyncio.to_thread(call, "/operations/cancel", {"stackId": stack_id})
            await ended.wait()
        try:
            await delete(stack_name, stack_id, retain_resources, force)
        finally:
            _stopping.discard(stack_id)

    return after


def _complete_rollback(roll_back):
    """A rollback takes what a failed create had named along; what it could not delete stays in the stack."""

    async def complete(
        stack_name: str, stack_id: str, stack: dict, operation: dict, *more, **named
    ) -> None:
        if is_stopping(stack):
            return
        resources = stack.get("_resources", {})
        half_made = [
            logical_id
            for logical_id, record in resources.items()
            if record.pop("_half_made", False)
        ]
        operation["created"] = [*operation["created"], *half_made]
        await roll_back(stack_name, stack_id, stack, operation, *more, **named)
        if stack["StackStatus"] != "ROLLBACK_FAILED":
            return
        for logical_id, record in stack.get("_rollback_failed", {}).items():
            stack["_resources"][logical_id] = {
                "LogicalResourceId": logical_id,
                "ResourceStatus": "DELETE_FAILED",
                "Attributes": {},
                "Timestamp": now_iso(),
                **record,
            }

    return complete


def _guarded(add_event):
    """No resource begins while its stack is being stopped; events tell the identifier that a resource has."""

    def guarded(
        stack_id,
        stack_name,
        logical_id,
        rtype,
        status,
        reason="",
        physical_id="",
        **more,
    ) -> None:
        of_stack = rtype == "AWS::CloudFormation::Stack" and logical_id == stack_name
        if stack_id in _stopping:
            if of_stack:
                if status not in ("DELETE_FAILED", "DELETE_COMPLETE"):
                    return
            elif status == "CREATE_IN_PROGRESS" and not reason:
                raise RuntimeError("Resource creation cancelled")
        if not of_stack and not physical_id:
            record = (
                (cloudformation._stacks.get(stack_name) or {})
                .get("_resources", {})
                .get(logical_id, {})
            )
            if status in ("UPDATE_IN_PROGRESS", "CREATE_FAILED"):
                physical_id = record.get("PhysicalResourceId", "")
        add_event(
            stack_id, stack_name, logical_id, rtype, status, reason, physical_id, **more
        )

    return guarded
