"""CancelUpdateStack while the last resource of the stack is being updated."""

from collections.abc import Awaitable, Callable
from typing import Any

from ministack.services.cloudformation import _stacks, stacks
from ministack.services.cloudformation.stacks import CLIENT_REQUEST_TOKEN

from ministack_plugin.answers import Record
from ministack_plugin.cloudformation.events import is_of_stack
from ministack_plugin.patch import patch


class UpdateCancelledError(RuntimeError):
    """Ends an update that was cancelled, after its last resource."""

    def __init__(self) -> None:
        """Say it in AWS's words."""
        super().__init__("User Initiated")


# AWS rolls a cancelled update back. MiniStack looks for the request before each resource only, so the update ends in
# UPDATE_COMPLETE when it comes during the last one. The three patches go when it looks after the last resource too.
@patch(stacks._resolve_stack_outputs)
def resolve_stack_outputs(original: Callable[..., Any], *args: Any) -> Any:
    """Resolve the outputs after the last resource, unless the update has been cancelled."""
    *_, stack_name, _stack_id = args
    stack = _stacks.get(stack_name) or {}
    if stack.get("StackStatus") == "UPDATE_IN_PROGRESS" and stack.pop("_cancel_requested", False):
        stack["_cancelled"] = True
        raise UpdateCancelledError
    return original(*args)


@patch(stacks._add_event)
def add_event(
    original: Callable[..., None],
    stack_id: str,
    stack_name: str,
    logical_id: str,
    rtype: str,
    status: str,
    *args: Any,
    **named: Any,
) -> None:
    """Leave out MiniStack's event about outputs that can't be resolved: a cancelled update has none."""
    cancelled = (_stacks.get(stack_name) or {}).get("_cancelled", False)
    if not (cancelled and status == "UPDATE_FAILED" and is_of_stack(stack_name, logical_id, rtype)):
        original(stack_id, stack_name, logical_id, rtype, status, *args, **named)


@patch(stacks._roll_back_operation)
async def roll_back_operation(
    original: Callable[..., Awaitable[None]],
    stack_name: str,
    stack_id: str,
    stack: Record,
    operation: Record,
    **named: Any,
) -> None:
    """Roll a cancelled update back as the user's wish, with the token of the request."""
    if stack.pop("_cancelled", False):
        operation["cancelled"] = True
        CLIENT_REQUEST_TOKEN.set(stack.pop("_cancel_token", ""))
    await original(stack_name, stack_id, stack, operation, **named)
