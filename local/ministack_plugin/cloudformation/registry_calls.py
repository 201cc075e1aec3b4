"""The registry's API calls, which the Node.js half answers: it hosts the types and speaks their protocol."""

from ministack.core.concurrency import run_reentrant, spawn_background
from ministack.services import cloudformation
from ministack.services.cloudformation.helpers import _error, _p, _xml

from ministack_plugin.answers import Answer, Handler, Headers, Parameters
from ministack_plugin.cloudformation.query_protocol import members_xml, nested, parameters_of, printable
from ministack_plugin.cloudformation.registry import ask_registry, await_registration
from ministack_plugin.node_half import RefusalError
from ministack_plugin.patch import patch

ACTIONS = frozenset(
    {
        "BatchDescribeTypeConfigurations",
        "DeregisterType",
        "DescribeType",
        "DescribeTypeRegistration",
        "ListTypeRegistrations",
        "ListTypeVersions",
        "ListTypes",
        "RegisterType",
        "SetTypeConfiguration",
        "SetTypeDefaultVersion",
        "TestType",
    }
)


# MiniStack has none of these calls. Goes when it has a registry that hosts types.
@patch(cloudformation.handle_request)
async def handle_request(
    original: Handler, method: str, path: str, headers: Headers, body: bytes, query: Parameters
) -> Answer:
    """Answer the registry's calls."""
    parameters = parameters_of(method, body, query)
    action = _p(parameters, "Action")
    if action not in ACTIONS:
        return await original(method, path, headers, body, query)
    try:
        answer = await run_reentrant(ask_registry, action, nested(parameters))
    except RefusalError as error:
        return _error(error.code, printable(str(error)), error.status)
    if action == "RegisterType":
        spawn_background(await_registration, answer["RegistrationToken"], thread_name="registration")
    result = f"<{action}Result>{members_xml(answer)}</{action}Result>"
    return _xml(200, f"{action}Response", result)
