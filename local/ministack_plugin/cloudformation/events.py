"""Events of a stack: what they identify, and none that begin a resource while the stack is being stopped."""

import re
from collections.abc import Callable

from ministack.services.cloudformation import _stacks, stacks

from ministack_plugin.cloudformation.stack_deletion import STACK, is_stopping
from ministack_plugin.patch import patch

_NO_EXPORT = re.compile(r"^Export '(.+)' not found$")


class ResourceCancelledError(RuntimeError):
    """The reason of a resource that is not created because its stack is being deleted."""

    def __init__(self) -> None:
        """Say it in AWS's words."""
        super().__init__("Resource creation cancelled")


def is_of_stack(stack_name: str, logical_id: str, rtype: str) -> bool:
    """Whether an event is one of the stack itself."""
    return rtype == STACK and logical_id == stack_name


# AWS's events carry the physical id as soon as the resource has one, operations begin as "User Initiated", and a
# stack that is being deleted begins no resource. MiniStack leaves both out of some. Goes when it fills them in.
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
    """Record an event, with the identifier of its resource and AWS's words."""
    of_stack = is_of_stack(stack_name, logical_id, rtype)
    stack = _stacks.get(stack_name) or {}
    if is_stopping({"StackId": stack_id}):
        if of_stack and status not in ("DELETE_FAILED", "DELETE_COMPLETE"):
            return
        if not of_stack and status == "CREATE_IN_PROGRESS" and not reason:
            raise ResourceCancelledError
    if not of_stack and not physical_id and status in ("UPDATE_IN_PROGRESS", "UPDATE_FAILED", "CREATE_FAILED"):
        physical_id = stack.get("_resources", {}).get(logical_id, {}).get("PhysicalResourceId", "")
    if of_stack and not reason and status in ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS"):
        reason = "User Initiated"
    words = _NO_EXPORT.sub(r"No export named \1 found.", reason)
    original(stack_id, stack_name, logical_id, rtype, status, words, physical_id, **named)
