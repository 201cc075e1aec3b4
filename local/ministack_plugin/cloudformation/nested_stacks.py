"""AWS::CloudFormation::Stack: a nested stack is created, updated, rolled back and deleted as every other stack."""

import asyncio
import copy
from typing import Any

from ministack.core.responses import get_account_id, get_region, new_uuid, now_iso
from ministack.services.cloudformation import _stack_events, _stacks, provisioners, stacks
from ministack.services.cloudformation.handlers import _resolve_stack

from ministack_plugin.answers import Record
from ministack_plugin.cloudformation.nested_stack_state import desired_state
from ministack_plugin.cloudformation.registered_types import Outcome
from ministack_plugin.cloudformation.rollback import keep_half_made
from ministack_plugin.cloudformation.stack_deletion import STACK

# What a rollback puts back.
_STATE = (
    "_resources",
    "_template",
    "_template_body",
    "_resolved_params",
    "_conditions",
    "Parameters",
    "Tags",
    "Outputs",
)


class EmbeddedStackError(RuntimeError):
    """The reason of a nested stack that failed, in AWS's words."""


def _create(logical_id: str, properties: Record, parent_name: str) -> Outcome:
    parent = _stacks[parent_name]
    name = f"{parent_name}-{logical_id}-{new_uuid().replace('-', '')[:12].upper()}"
    stack_id = f"arn:aws:cloudformation:{get_region()}:{get_account_id()}:stack/{name}/{new_uuid()}"
    desired = desired_state(properties, parent_name, {})
    stack = _stacks[name] = {
        "StackName": name,
        "StackId": stack_id,
        "StackStatus": "CREATE_IN_PROGRESS",
        "StackStatusReason": "",
        "CreationTime": now_iso(),
        "ParentId": parent["StackId"],
        "RootId": parent.get("RootId") or parent["StackId"],
        "DisableRollback": parent.get("DisableRollback", False),
        "Outputs": [],
        "_region": get_region(),
        "_resources": {},
        **desired,
    }
    _stack_events[stack_id] = []
    _event(stack, "CREATE_IN_PROGRESS", "User Initiated")
    initiated = "Resource creation Initiated"
    stacks._add_event(parent["StackId"], parent_name, logical_id, STACK, "CREATE_IN_PROGRESS", initiated, stack_id)
    _deploy(stack, stack["DisableRollback"])
    if stack["StackStatus"] != "CREATE_COMPLETE":
        keep_half_made(parent, logical_id, STACK, stack_id)
        raise EmbeddedStackError(f"Embedded stack {stack_id} was not successfully created: {_failure(stack)}")
    return stack_id, _attributes(stack)


def _update(stack_id: str, _old: Record, properties: Record, parent_name: str) -> Outcome:
    parent, stack = _stacks[parent_name], _resolve_stack(stack_id)
    if parent["StackStatus"].startswith("UPDATE_ROLLBACK"):
        _revert(stack)
        return stack_id, _attributes(stack)
    desired = desired_state(properties, parent_name, stack["_resolved_params"])
    previous = stack["_before"] = {key: copy.deepcopy(stack.get(key)) for key in _STATE}
    # MiniStack puts the template in place once the update has succeeded.
    template = desired.pop("_template")
    stack.update(desired, StackStatus="UPDATE_IN_PROGRESS")
    _event(stack, "UPDATE_IN_PROGRESS", "User Initiated")
    _deploy(stack, False, template=template, is_update=True, previous_stack=previous)
    if stack["StackStatus"] != "UPDATE_COMPLETE":
        reason = f"Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: {_failure(stack)}"
        raise EmbeddedStackError(f"Embedded stack {stack_id} was not successfully updated. {reason}")
    return stack_id, _attributes(stack)


def _revert(stack: Record) -> None:
    """Roll a nested stack back with its parent, unless it has done so itself."""
    previous = stack.pop("_before", None)
    if stack["StackStatus"] == "UPDATE_ROLLBACK_FAILED":
        asyncio.run(stacks._continue_update_rollback_async(stack["StackName"], stack["StackId"], frozenset()))
    elif stack["StackStatus"] == "UPDATE_COMPLETE" and previous is not None:
        _roll_back(stack, previous)
    if stack["StackStatus"] == "UPDATE_ROLLBACK_FAILED":
        raise EmbeddedStackError(f"Embedded stack {stack['StackId']} was not successfully rolled back")


def _roll_back(stack: Record, previous: Record) -> None:
    operation = stacks._failed_operation(
        is_update=True,
        previous_stack=previous,
        created=list(stack["_resources"]),
        failed_update=None,
        failed_logical_id=None,
        replaced_ids=[],
        cancelled=False,
        template=stack["_template"],
        param_values=stack["_resolved_params"],
        retain_except_on_create=False,
        stack_tags=stack["Tags"],
        previous_tags=previous["Tags"],
    )
    asyncio.run(stacks._roll_back_operation(stack["StackName"], stack["StackId"], stack, operation))


def _delete(stack_id: str, _properties: Record) -> None:
    stack = _resolve_stack(stack_id)
    if stack is None or stack["StackStatus"] == "DELETE_COMPLETE":
        return
    asyncio.run(stacks._delete_stack_async(stack["StackName"], stack_id))
    if stack["StackStatus"] != "DELETE_COMPLETE":
        raise EmbeddedStackError(
            f"Embedded stack {stack_id} was not successfully deleted: {stack['StackStatusReason']}"
        )


def _deploy(stack: Record, disable_rollback: bool, template: Record | None = None, **update: Any) -> None:
    """Run the operation to its end: this is a worker thread with its own loop."""
    asyncio.run(
        stacks._deploy_stack_async(
            stack["StackName"],
            stack["StackId"],
            template or stack["_template"],
            stack["_resolved_params"],
            disable_rollback,
            stack["Tags"],
            **update,
        )
    )


def _event(stack: Record, status: str, reason: str) -> None:
    name, stack_id = stack["StackName"], stack["StackId"]
    stacks._add_event(stack_id, name, name, STACK, status, reason, stack_id)


def _failure(stack: Record) -> str:
    """Return why the operation failed: the reason of its rollback, or the stack's when it is not rolled back."""
    for event in reversed(_stack_events[stack["StackId"]]):
        if event["ResourceType"] == STACK and event["ResourceStatus"].endswith("ROLLBACK_IN_PROGRESS"):
            return str(event["ResourceStatusReason"]).removesuffix(" Rollback requested by user.").strip()
    return str(stack["StackStatusReason"])


def _attributes(stack: Record) -> dict[str, Any]:
    return {f"Outputs.{output['OutputKey']}": output["OutputValue"] for output in stack["Outputs"]}


# AWS rolls a nested stack that failed back and deletes it as its own policies say. MiniStack leaves it in
# UPDATE_FAILED, updates it again where it should roll back, and forgets one that failed to create. Goes when its
# nested stacks go the way of the others.
provisioners._RESOURCE_HANDLERS[STACK] = {"create": _create, "update": _update, "delete": _delete}
