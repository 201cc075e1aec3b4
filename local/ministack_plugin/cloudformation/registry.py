"""The registry of types, which the Node.js half keeps: it hosts the types and speaks their protocol."""

import time
from typing import Any

from ministack_plugin.cloudformation.imports import allow_import
from ministack_plugin.cloudformation.registered_types import replace_types
from ministack_plugin.node_half import call

_PAUSE = 0.1


def ask_registry(action: str, request: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a call of the registry's API. Blocks: call it on a worker thread.

    Every answer brings the types that are registered now in the account and the Region of the request.
    """
    answer = call(f"/registry/{action}", {"input": request})
    replace_types(answer["types"])
    for described in answer["types"]:
        allow_import(described["typeName"])
    result: dict[str, Any] = answer["result"]
    return result


def await_registration(token: str) -> str:
    """Wait until a registration has ended, so that stacks know its type. Return COMPLETE or FAILED. Blocks."""
    while (status := ask_registry("DescribeTypeRegistration", {"RegistrationToken": token})["ProgressStatus"]) == (
        "IN_PROGRESS"
    ):
        time.sleep(_PAUSE)
    return str(status)
