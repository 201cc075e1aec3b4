"""SSM: the tags of parameters that do not exist."""

from collections.abc import Callable

from ministack.core.responses import error_response_json
from ministack.services import ssm

from ministack_plugin.answers import Answer, Data
from ministack_plugin.patch import patch


# AWS refuses to list the tags of a parameter that does not exist. MiniStack answers that it has none. Goes when it
# refuses.
@patch(ssm._list_tags_for_resource)
def list_tags_for_resource(original: Callable[[Data], Answer], data: Data) -> Answer:
    """List the tags of what exists."""
    name = str(data.get("ResourceId", ""))
    if data.get("ResourceType", "Parameter") == "Parameter" and ssm._lookup_parameter(name)[1] is None:
        message = "The resource ID is not valid. Verify that you entered the correct ID and try again."
        return error_response_json("InvalidResourceId", message, 400)
    return original(data)
