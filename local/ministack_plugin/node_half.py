"""The engine's Node.js half, over loopback HTTP: it hosts types, speaks their protocol and runs builds."""

import http.client
import json
import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from ministack.core.responses import get_account_id, get_region


class RefusalError(Exception):
    """An answer that says why something was refused: an AWS error code and its message."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        """Keep the error's code and the status of its answer."""
        super().__init__(message)
        self.code = code
        self.status = status


def call(path: str, payload: dict[str, Any]) -> dict[str, Any]:
    """Send one question and return its answer. Blocks: call it on a worker thread."""
    answer: dict[str, Any] = json.loads(_open(path, payload).read() or b"{}")
    return answer


def stream(path: str, payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Send one question and yield each step of the answer, a line of JSON each. Blocks."""
    response = _open(path, payload)
    while line := response.readline():
        yield json.loads(line)


def _open(path: str, payload: dict[str, Any]) -> http.client.HTTPResponse:
    target = urlsplit(os.environ["ENGINE_NODE_HOST"])
    connection = http.client.HTTPConnection(target.hostname or "127.0.0.1", target.port)
    body = {"account": get_account_id(), "region": get_region(), **payload}
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
    response = connection.getresponse()
    if response.status != http.client.OK:
        error = json.loads(response.read() or b"{}")
        raise RefusalError(error.get("code", "InternalFailure"), error.get("message", ""), response.status)
    return response
