"""The engine's Node.js half, over loopback HTTP: it hosts types, speaks their protocol and runs builds."""

import http.client
import json
import os
from collections.abc import Iterator
from urllib.parse import urlsplit

from ministack.core.responses import get_account_id, get_region


class HostError(Exception):
    """An answer that says why something was refused: an AWS error code and its message."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


def _open(path: str, payload: dict) -> http.client.HTTPResponse:
    target = urlsplit(os.environ["ENGINE_NODE_HOST"])
    connection = http.client.HTTPConnection(target.hostname or "127.0.0.1", target.port)
    body = {"account": get_account_id(), "region": get_region(), **payload}
    connection.request(
        "POST", path, json.dumps(body), {"Content-Type": "application/json"}
    )
    response = connection.getresponse()
    if response.status != 200:
        error = json.loads(response.read() or b"{}")
        raise HostError(
            error.get("code", "InternalFailure"),
            error.get("message", ""),
            response.status,
        )
    return response


def call(path: str, payload: dict) -> dict:
    """One question, one answer. Blocks: call it on a worker thread."""
    return json.loads(_open(path, payload).read() or b"{}")


def stream(path: str, payload: dict) -> Iterator[dict]:
    """One question, a line of JSON for each step of the answer. Blocks."""
    response = _open(path, payload)
    while line := response.readline():
        yield json.loads(line)
