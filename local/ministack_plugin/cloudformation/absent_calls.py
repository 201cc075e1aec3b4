"""Calls that the local endpoint does not have, each refused with the reason."""

from ministack.services import cloudformation
from ministack.services.cloudformation.helpers import _error, _p

from ministack_plugin.answers import Answer, Handler, Headers, Parameters
from ministack_plugin.cloudformation.query_protocol import parameters_of
from ministack_plugin.patch import patch

_NO_PUBLIC_REGISTRY = "there is no public registry here, only the private types of each account and Region"
_NO_STACK_SETS = "there are no stack sets here: create the stack in each account and Region"

ABSENT = {
    **dict.fromkeys(
        (
            "ActivateType",
            "DeactivateType",
            "DescribePublisher",
            "PublishType",
            "RegisterPublisher",
        ),
        _NO_PUBLIC_REGISTRY,
    ),
    **dict.fromkeys(
        (
            "ActivateOrganizationsAccess",
            "CreateStackInstances",
            "CreateStackSet",
            "DeactivateOrganizationsAccess",
            "DeleteStackInstances",
            "DeleteStackSet",
            "DescribeOrganizationsAccess",
            "DescribeStackInstance",
            "DescribeStackSet",
            "DescribeStackSetOperation",
            "DetectStackSetDrift",
            "ImportStacksToStackSet",
            "ListStackInstanceResourceDrifts",
            "ListStackInstances",
            "ListStackSetAutoDeploymentTargets",
            "ListStackSetOperationResults",
            "ListStackSetOperations",
            "ListStackSets",
            "StopStackSetOperation",
            "UpdateStackInstances",
            "UpdateStackSet",
        ),
        _NO_STACK_SETS,
    ),
    "EstimateTemplateCost": "nothing here has a price",
}


# MiniStack answers InvalidAction, as if the name were wrong. Goes when it has the calls.
@patch(cloudformation.handle_request)
async def handle_request(
    original: Handler, method: str, path: str, headers: Headers, body: bytes, query: Parameters
) -> Answer:
    """Refuse a call that exists on AWS only."""
    action = _p(parameters_of(method, body, query), "Action")
    if action in ABSENT:
        return _error("UnsupportedOperation", f"{action} works on AWS only: {ABSENT[action]}.", 400)
    return await original(method, path, headers, body, query)
