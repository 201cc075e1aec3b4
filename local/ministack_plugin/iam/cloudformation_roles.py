"""The roles that requests to CloudFormation pass on, the package that RegisterType reads, and a stack's own role."""

from collections.abc import Iterator
from typing import Any

from ministack.core.responses import AccountRegionScopedDict
from ministack.core.router import extract_access_key_id
from ministack.services import cloudformation
from ministack.services.cloudformation.helpers import _error

from ministack_plugin.answers import Answer, Handler, Headers, Parameters
from ministack_plugin.cloudformation.query_protocol import nested, parameters_of
from ministack_plugin.iam.checks import Check, refusal_of
from ministack_plugin.iam.registration_rights import require_package, roles_passed_on
from ministack_plugin.iam.stack_identity import StackIdentity, stack_identity
from ministack_plugin.node_half import RefusalError
from ministack_plugin.patch import patch

# Name of a stack -> the role that it was last given: AWS uses it for the operations that follow.
_roles = AccountRegionScopedDict()

_OPERATIONS = frozenset(
    {
        "CreateStack",
        "UpdateStack",
        "DeleteStack",
        "CreateChangeSet",
        "ExecuteChangeSet",
        "RollbackStack",
        "ContinueUpdateRollback",
    }
)


# AWS checks iam:PassRole on every role in a request, reads a package with the caller's rights, and runs a stack with
# those of its role, or of the caller. MiniStack does none of it. Goes when MiniStack does.
@patch(cloudformation.handle_request)
async def handle_request(
    original: Handler, method: str, path: str, headers: Headers, body: bytes, query: Parameters
) -> Answer:
    """Check what the request hands over, and remember whose rights the operation has."""
    request = nested(parameters_of(method, body, query))
    action = str(request.get("Action", ""))
    refused = refusal_of("cloudformation", headers, query, _checks(action, request))
    if refused is not None:
        return refused
    role = _role_of_stack(request) if action in _OPERATIONS else ""
    token = stack_identity.set(StackIdentity(extract_access_key_id(headers, query), role))
    try:
        if action == "RegisterType":
            require_package(request)
        return await original(method, path, headers, body, query)
    except RefusalError as error:
        return _error(error.code, str(error), error.status)
    finally:
        stack_identity.reset(token)


def _checks(action: str, request: dict[str, Any]) -> Iterator[Check]:
    if action in _OPERATIONS and request.get("RoleARN"):
        yield Check("iam:PassRole", request["RoleARN"], {"iam:PassedToService": "cloudformation.amazonaws.com"})
    if action == "RegisterType":
        yield from (Check(*right) for right in roles_passed_on(request))


def _role_of_stack(request: dict[str, Any]) -> str:
    named = str(request.get("StackName", ""))
    name = named.split("/")[1] if named.startswith("arn:") else named
    role = request.get("RoleARN")
    if role:
        _roles[name] = role
    return str(_roles.get(name, ""))
