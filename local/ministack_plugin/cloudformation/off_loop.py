"""Calls and operations that wait for a READ handler run outside the event loop, which the handler calls back into.

Loaded before the other patches of the same functions: those stay on the event loop.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from ministack.core.concurrency import run_reentrant
from ministack.services import cloudformation
from ministack.services.cloudformation import changesets, stacks
from ministack.services.cloudformation.helpers import _p

from ministack_plugin.answers import Answer, Handler, Headers, Parameters
from ministack_plugin.cloudformation.query_protocol import parameters_of
from ministack_plugin.patch import patch


async def _in_thread(call: Callable[[], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        return await call()

    return await run_reentrant(lambda: asyncio.run(run()))


# MiniStack reads its own types from memory. The three patches stay.
@patch(cloudformation.handle_request)
async def handle_request(
    original: Handler, method: str, path: str, headers: Headers, body: bytes, query: Parameters
) -> Answer:
    """Answer a call that reads resources."""

    def answer() -> Awaitable[Answer]:
        return original(method, path, headers, body, query)

    result: Answer = await (_in_thread(answer) if _reads(parameters_of(method, body, query)) else answer())
    return result


def _reads(parameters: Parameters) -> bool:
    action = _p(parameters, "Action")
    if action != "CreateChangeSet":
        return action == "DetectStackResourceDrift"
    imports_existing = _p(parameters, "ImportExistingResources", "false").lower() == "true"
    reverts_drift = _p(parameters, "DeploymentMode") == "REVERT_DRIFT"
    return imports_existing or reverts_drift or _p(parameters, "ChangeSetType") == "IMPORT"


@patch(changesets._import_resources_async)
async def import_resources(original: Callable[..., Awaitable[None]], *args: Any) -> None:
    """Import resources into a stack."""
    await _in_thread(lambda: original(*args))


@patch(stacks._deploy_stack_async)
async def deploy_stack(original: Callable[..., Awaitable[None]], *args: Any, **named: Any) -> None:
    """Create or update a stack that imports what exists already."""
    if named.get("imports"):
        await _in_thread(lambda: original(*args, **named))
    else:
        await original(*args, **named)
