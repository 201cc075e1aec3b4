"""CloudFormation's registry of types: its API calls, and its types as resources of stacks.

The Node.js half hosts the types and speaks their protocol; this module is where MiniStack asks it.
"""

import asyncio
import contextvars
import copy
from html import escape

import stack_lifecycle
from deploys import params_of
from ministack.services import cloudformation
from ministack.services.cloudformation import provisioners, stacks
from ministack.services.cloudformation.helpers import _error, _p, _xml
from node_host import HostError, call, stream

ACTIONS = {
    "RegisterType",
    "DescribeType",
    "DescribeTypeRegistration",
    "ListTypes",
    "ListTypeVersions",
    "ListTypeRegistrations",
    "SetTypeDefaultVersion",
    "SetTypeConfiguration",
    "BatchDescribeTypeConfigurations",
    "DeregisterType",
}

# What travels beside the properties: the stack and its tags. Not a property, so never in a stack's record.
STACK = "__stack__"

# Type name -> what the host tells of it: {"typeName", "createOnly": [paths], "readOnly": [names]}.
_types: dict[str, dict] = {}
_deleting: contextvars.ContextVar[tuple[str, str]] = contextvars.ContextVar(
    "deleting", default=("", "")
)


def install() -> None:
    """Routes the registry's actions to the host and teaches the stacks about registered types."""
    _route_actions()
    _patch_stacks()


def _route_actions() -> None:
    original = cloudformation.handle_request

    async def handle_request(
        method: str, path: str, headers: dict, body: bytes, query_params: dict
    ) -> tuple:
        params = params_of(method, body, query_params)
        action = _p(params, "Action")
        if action not in ACTIONS:
            return await original(method, path, headers, body, query_params)
        try:
            answer = await asyncio.to_thread(
                call, f"/registry/{action}", {"input": _nested(params)}
            )
        except HostError as error:
            return _error(error.code, str(error), error.status)
        for described in answer.pop("types", []):
            _provision(described)
        return _xml(
            200,
            f"{action}Response",
            f"<{action}Result>{_members(answer)}</{action}Result>",
        )

    cloudformation.handle_request = handle_request


def _nested(params: dict) -> dict:
    """`A.B=1`, `L.member.1=x` of the query protocol as nested dictionaries and lists."""
    root: dict = {}
    for name, values in params.items():
        node = root
        *path, last = name.split(".")
        for key in path:
            node = node.setdefault(key, {})
        node[last] = values[0] if isinstance(values, list) else values
    return _lists(root)


def _lists(node: object) -> object:
    if not isinstance(node, dict):
        return node
    if set(node) == {"member"} and isinstance(node["member"], dict):
        return [
            _lists(item)
            for _, item in sorted(node["member"].items(), key=lambda pair: int(pair[0]))
        ]
    return {key: _lists(value) for key, value in node.items()}


def _members(value: object) -> str:
    if isinstance(value, dict):
        return "".join(
            f"<{key}>{_members(item)}</{key}>"
            for key, item in value.items()
            if item is not None
        )
    if isinstance(value, list):
        return "".join(f"<member>{_members(item)}</member>" for item in value)
    return escape(str(value).lower() if isinstance(value, bool) else str(value))


def _provision(described: dict) -> None:
    """Makes a registered type one that stacks can hold."""
    name = described["typeName"]
    _types[name] = described
    provisioners._RESOURCE_HANDLERS[name] = {
        "create": lambda logical_id, props, stack: _operate(
            name, "CREATE", props, {"logicalId": logical_id}, stack
        ),
        "update": lambda physical_id, old, new, stack, logical_id: _operate(
            name,
            "UPDATE",
            new,
            {"logicalId": logical_id, "physicalId": physical_id, "previous": old},
            stack,
        ),
        "update_with_logical_id": True,
        "delete": lambda physical_id, props, logical_id: _operate(
            name,
            "DELETE",
            props,
            {"logicalId": logical_id, "physicalId": physical_id},
            _deleting.get()[0],
        ),
        "delete_with_logical_id": True,
        "import": lambda identifier: _operate(
            name, "READ", {}, {"physicalId": next(iter(identifier.values()))}, ""
        ),
    }


def _operate(
    type_name: str, action: str, props: dict, more: dict, stack_name: str
) -> tuple:
    """Runs one operation of a type to its end. Returns (physical id, attributes); raises with the reason of a failure."""
    properties, stack = _split(props)
    previous, previous_stack = _split(more.get("previous") or {})
    record = cloudformation._stacks.get(stack_name) or {}
    request = {
        **more,
        "previous": previous if action == "UPDATE" else None,
        "typeName": type_name,
        "action": action,
        "properties": properties,
        "stackId": record.get("StackId"),
        "stackTags": stack.get("tags") or _tags(record),
        "previousStackTags": previous_stack.get("tags"),
    }
    for step in stream("/operations", request):
        if "identifier" in step and action == "CREATE" and record:
            stacks._add_event(
                record["StackId"],
                stack_name,
                more["logicalId"],
                type_name,
                "CREATE_IN_PROGRESS",
                "Resource creation Initiated",
                step["identifier"],
            )
        if "failure" in step:
            if step.get("identifier") and record:
                stack_lifecycle.keep_half_made(
                    record, more["logicalId"], type_name, step["identifier"]
                )
            raise RuntimeError(step["failure"])
        if "physicalId" in step:
            return step["physicalId"], step.get("attributes", {})
    raise RuntimeError(
        f"the type host ended without an answer to {action} of {type_name}"
    )


def _split(props: dict) -> tuple[dict, dict]:
    return {key: value for key, value in props.items() if key != STACK}, props.get(
        STACK
    ) or {}


def _tags(record: dict) -> dict:
    return {tag["Key"]: tag.get("Value", "") for tag in record.get("Tags") or []}


def _patch_stacks() -> None:
    runs, sends, tagged, delete = (
        stacks._runs_on_worker_thread,
        stacks._sends_back_failed_update,
        stacks._with_stack_tags,
        stacks._delete_resource,
    )
    replacing = provisioners._replacing_change
    # A handler blocks until its operation is done, and may call back into this server.
    stacks._runs_on_worker_thread = lambda rtype: rtype in _types or runs(rtype)
    # A type's update may have changed things before it failed: CloudFormation sends the previous properties back.
    stacks._sends_back_failed_update = lambda rtype: rtype in _types or sends(rtype)

    def with_stack_tags(
        rtype: str,
        props: dict,
        tags: list,
        stack_name: str,
        stack_id: str,
        logical_id: str,
    ) -> dict:
        if rtype not in _types:
            return tagged(rtype, props, tags, stack_name, stack_id, logical_id)
        # The tags beside the properties: a change of them alone reaches the type too.
        return {
            **copy.deepcopy(props),
            STACK: {"tags": {tag["Key"]: tag.get("Value", "") for tag in tags}},
        }

    def replacing_change(rtype: str, old: dict, new: dict) -> bool:
        if rtype not in _types:
            return replacing(rtype, old, new)
        return any(
            _at(old, path) != _at(new, path) for path in _types[rtype]["createOnly"]
        )

    def delete_resource(
        rtype: str,
        physical_id: str,
        props: dict,
        stack_name: str = "",
        logical_id: str = "",
    ) -> None:
        token = _deleting.set((stack_name or "", logical_id or ""))
        try:
            delete(rtype, physical_id, props, stack_name, logical_id)
        finally:
            _deleting.reset(token)

    stacks._with_stack_tags = with_stack_tags
    stacks._delete_resource = provisioners._delete_resource = delete_resource
    stacks._replacing_change = provisioners._replacing_change = replacing_change


def _at(props: dict, path: list[str]) -> object:
    value: object = props
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
