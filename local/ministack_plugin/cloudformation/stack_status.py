"""What may begin on a stack in its status."""

from collections.abc import Callable

from ministack.services.cloudformation import changesets, handlers
from ministack.services.cloudformation.changesets import _find_change_set
from ministack.services.cloudformation.handlers import _resolve_stack
from ministack.services.cloudformation.helpers import _error, _p

from ministack_plugin.answers import Answer, Parameters, Record
from ministack_plugin.patch import patch

Call = Callable[[Parameters], Answer]

# Other failed states may be updated again, when the user has kept what succeeded.
_FAILED = ("ROLLBACK_FAILED", "DELETE_FAILED", "UPDATE_ROLLBACK_FAILED")


# AWS creates no stack under the name of one whose creation was rolled back: that has to be deleted first. MiniStack
# takes its place. Goes when it refuses.
@patch(handlers._create_stack)
def create_stack(original: Call, parameters: Parameters) -> Answer:
    """Create a stack unless the remains of a failed create have its name."""
    name = _p(parameters, "StackName")
    if _status_of(_resolve_stack(name)) == "ROLLBACK_COMPLETE":
        return _error("AlreadyExistsException", f"Stack [{name}] already exists")
    return original(parameters)


# AWS refuses updates while an operation is under way and of what a failed create has left, by UpdateStack and by
# change sets. MiniStack does so for UpdateStack only, in words of its own. The three go when it refuses both.
@patch(handlers._update_stack)
def update_stack(original: Call, parameters: Parameters) -> Answer:
    """Update a stack unless its status forbids it."""
    return _refusal(_resolve_stack(_p(parameters, "StackName"))) or original(parameters)


@patch(changesets._create_change_set)
def create_change_set(original: Call, parameters: Parameters) -> Answer:
    """Create a change set unless the status of its stack forbids it."""
    name, stack = _p(parameters, "StackName"), _resolve_stack(_p(parameters, "StackName"))
    kind = _p(parameters, "ChangeSetType", "UPDATE")
    if kind == "CREATE" and _status_of(stack) not in ("", "DELETE_COMPLETE", "REVIEW_IN_PROGRESS"):
        change_set = _p(parameters, "ChangeSetName")
        reason = f"Stack [{name}] already exists and cannot be created again with the changeSet [{change_set}]."
        return _error("ValidationError", reason)
    # An import may begin a stack whose change sets are under review.
    refused = kind == "UPDATE" or (kind == "IMPORT" and _status_of(stack) != "REVIEW_IN_PROGRESS")
    return (_refusal(stack) if refused else None) or original(parameters)


@patch(changesets._execute_change_set)
def execute_change_set(original: Call, parameters: Parameters) -> Answer:
    """Execute a change set unless another operation on its stack is under way."""
    _, change_set = _find_change_set(_p(parameters, "ChangeSetName"), _p(parameters, "StackName"))
    stack = _resolve_stack((change_set or {}).get("StackId", ""))
    return (None if _status_of(stack) == "REVIEW_IN_PROGRESS" else _refusal(stack)) or original(parameters)


def _status_of(stack: Record | None) -> str:
    return str((stack or {}).get("StackStatus", ""))


def _refusal(stack: Record | None) -> Answer | None:
    """Return AWS's refusal of an update, if it has one; a stack that is deleted does not exist."""
    status = _status_of(stack)
    if stack is None or not (status.endswith("_IN_PROGRESS") or status in ("ROLLBACK_COMPLETE", *_FAILED)):
        return None
    return _error("ValidationError", f"Stack:{stack['StackId']} is in {status} state and can not be updated.")
