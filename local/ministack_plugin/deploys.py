"""CloudFormation's requests where MiniStack answers otherwise: held DescribeStacks, names of executed change sets, deletes."""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

import stack_lifecycle
from ministack.services import cloudformation
from ministack.services.cloudformation.helpers import _error, _p, _xml

Handler = Callable[..., Awaitable[tuple]]

# `aws cloudformation deploy` polls every 30 s when a stack is not ready at its first look.
LONGEST_HOLD = 20.0
STEP = 0.05


def params_of(method: str, body: bytes, query_params: dict) -> dict:
    """The parameters of a request in the query protocol."""
    params = dict(query_params)
    if method == "POST" and body:
        params.update(
            parse_qs(body.decode("utf-8", errors="replace"), keep_blank_values=True)
        )
    return params


def install() -> None:
    """Holds DescribeStacks of one moving stack until it settles; frees the names of executed change sets."""
    original: Handler = cloudformation.handle_request

    async def handle_request(
        method: str, path: str, headers: dict, body: bytes, query_params: dict
    ) -> tuple:
        params = params_of(method, body, query_params)
        action = _p(params, "Action")
        if action == "DeleteStack":
            stack = _stack(_p(params, "StackName")) or {}
            refusal = stack_lifecycle.refusal_of_delete(stack)
            if refusal is not None:
                return _error("ValidationError", refusal)
            if stack.get("StackStatus") == "DELETE_IN_PROGRESS":
                return _xml(200, "DeleteStackResponse", "")
        if (
            action == "DescribeStacks"
            and _p(params, "StackName")
            and not _live(headers)
        ):
            await _settled(_p(params, "StackName"))
        answer = await original(method, path, headers, body, query_params)
        if (
            action == "CreateChangeSet"
            and answer[0] == 400
            and b"AlreadyExists" in answer[2]
        ) and _free_executed(_p(params, "ChangeSetName"), _p(params, "StackName")):
            answer = await original(method, path, headers, body, query_params)
        return answer

    cloudformation.handle_request = handle_request


def _live(headers: dict) -> bool:
    """A client that shows progress asks for answers at once."""
    return "docker-builder" in headers.get("user-agent", "")


def _stack(name: str) -> dict | None:
    return next(
        (
            s
            for s in cloudformation._stacks.values()
            if name in (s.get("StackName"), s.get("StackId"))
        ),
        None,
    )


async def _settled(name: str) -> None:
    waited = 0.0
    while waited < LONGEST_HOLD:
        stack = _stack(name)
        if stack is None or not (
            stack_lifecycle.is_stopping(stack)
            or str(stack.get("StackStatus", "")).endswith("IN_PROGRESS")
        ):
            return
        if stack.get("StackStatus") == "REVIEW_IN_PROGRESS":
            return
        await asyncio.sleep(STEP)
        waited += STEP


def _free_executed(change_set: str, stack_name: str) -> bool:
    sets = cloudformation._change_sets
    done = [
        key
        for key, value in sets.items()
        if value.get("ChangeSetName") == change_set
        and stack_name in (value.get("StackName"), value.get("StackId"))
        and value.get("ExecutionStatus") == "EXECUTE_COMPLETE"
    ]
    for key in done:
        del sets[key]
    return bool(done)
