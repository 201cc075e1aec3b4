"""Change sets: the names of executed ones are free again."""

from collections.abc import Callable

from ministack.services.cloudformation import _change_sets, changesets
from ministack.services.cloudformation.helpers import _p

from ministack_plugin.answers import Answer, Parameters
from ministack_plugin.patch import patch


# AWS removes a change set when it is executed. MiniStack keeps it, so two `aws cloudformation deploy` in one second
# collide on its name. Goes when MiniStack drops executed change sets.
@patch(changesets._create_change_set)
def create_change_set(original: Callable[[Parameters], Answer], parameters: Parameters) -> Answer:
    """Create a change set under a name that an executed one has had."""
    name, stack = _p(parameters, "ChangeSetName"), _p(parameters, "StackName")
    executed = [
        key
        for key, value in _change_sets.items()
        if value.get("ChangeSetName") == name
        and stack in (value.get("StackName"), value.get("StackId"))
        and value.get("ExecutionStatus") == "EXECUTE_COMPLETE"
    ]
    for key in executed:
        del _change_sets[key]
    return original(parameters)
