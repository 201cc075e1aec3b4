"""What a failed create had named goes with the rollback of its stack, or stays in the stack when it can't."""

from collections.abc import Awaitable, Callable

from ministack.core.responses import now_iso
from ministack.services.cloudformation import stacks

from ministack_plugin.answers import Record
from ministack_plugin.cloudformation.stack_deletion import is_stopping
from ministack_plugin.patch import patch


def keep_half_made(stack: Record, logical_id: str, rtype: str, physical_id: str) -> None:
    """Put what a failed create had identified into the stack, so that its rollback or its delete removes it."""
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


# AWS deletes what a failed create had identified, a resource that the rollback could not delete stays in the stack,
# and its event names what failed. MiniStack forgets all three. Goes when it keeps the physical id of a failed create.
@patch(stacks._roll_back_operation)
async def roll_back_operation(
    original: Callable[..., Awaitable[None]],
    stack_name: str,
    stack_id: str,
    stack: Record,
    operation: Record,
    reason_override: str = "",
) -> None:
    """Roll back with what failed creates had identified; a stack that is being deleted is not rolled back."""
    if is_stopping(stack):
        return
    resources = stack.get("_resources", {})
    half_made = [logical_id for logical_id, record in resources.items() if record.pop("_half_made", False)]
    operation["created"] = [*operation["created"], *half_made]
    failed = operation.get("failed_logical_id")
    if failed and not operation.get("is_update") and not reason_override:
        reason_override = f"The following resource(s) failed to create: [{failed}]. Rollback requested by user."
    await original(stack_name, stack_id, stack, operation, reason_override)
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
