"""Deleting a stack while an operation on it is under way."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from ministack.services.cloudformation import _stacks, handlers, stacks
from ministack.services.cloudformation.handlers import _resolve_stack
from ministack.services.cloudformation.helpers import _error, _p, _xml

from ministack_plugin.answers import Answer, Parameters, Record
from ministack_plugin.node_half import call
from ministack_plugin.patch import patch

STACK = "AWS::CloudFormation::Stack"

# Stack id -> set when the create or update that is under way has ended.
_running: dict[str, asyncio.Event] = {}
# The stacks that are deleted while their create is under way.
_stopping: set[str] = set()


def is_stopping(stack: Record) -> bool:
    """Whether the stack is between its create and its delete."""
    return stack.get("StackId") in _stopping


# AWS refuses to delete a stack during an update or an import, and ignores a second delete. MiniStack starts another
# delete in parallel with the operation. Goes when MiniStack checks the status.
@patch(handlers._delete_stack)
def delete_stack(original: Callable[[Parameters], Answer], parameters: Parameters) -> Answer:
    """Delete a stack unless its status forbids it."""
    stack = _resolve_stack(_p(parameters, "StackName")) or {}
    status = str(stack.get("StackStatus", ""))
    if status.startswith(("UPDATE_", "IMPORT_")) and status.endswith("IN_PROGRESS"):
        refusal = f"Stack [{stack['StackId']}] cannot be deleted while in status {status}"
        return _error("ValidationError", refusal)
    if status == "DELETE_IN_PROGRESS":
        return _xml(200, "DeleteStackResponse", "")
    return original(parameters)


@patch(stacks._deploy_stack_async)
async def deploy_stack(
    original: Callable[..., Awaitable[None]], stack_name: str, stack_id: str, *args: object, **named: object
) -> None:
    """Record that an operation is under way, for the delete that waits for it."""
    ended = _running[stack_id] = asyncio.Event()
    try:
        await original(stack_name, stack_id, *args, **named)
    finally:
        del _running[stack_id]
        ended.set()


# AWS cancels the create, waits for the running handlers, then deletes what they identified. MiniStack answers
# DELETE_COMPLETE at once while the create goes on. Goes when MiniStack ends a create before it deletes.
@patch(stacks._delete_stack_async)
async def delete_stack_async(
    original: Callable[..., Awaitable[None]],
    stack_name: str,
    stack_id: str,
    retain_resources: Iterable[str] = (),
    force: bool = False,
) -> None:
    """End the create that is under way before the stack is deleted."""
    stack, ended = _stacks.get(stack_name), _running.get(stack_id)
    if stack is not None and ended is not None:
        stack["StackStatus"] = "DELETE_IN_PROGRESS"
        stacks._add_event(stack_id, stack_name, stack_name, STACK, "DELETE_IN_PROGRESS", "User Initiated", stack_id)
        nested = {nested["StackId"] for nested in _stacks.values() if nested.get("RootId") == stack_id}
        _stopping.update({stack_id} | nested)
        for moving in (stack_id, *nested):
            await asyncio.to_thread(call, "/operations/cancel", {"stackId": moving})
        await ended.wait()
        _stopping.difference_update(nested)
    try:
        await original(stack_name, stack_id, retain_resources, force)
    finally:
        _stopping.discard(stack_id)
