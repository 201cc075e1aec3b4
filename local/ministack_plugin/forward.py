"""Hands a whole service with a JSON protocol over to the Node.js half."""

import asyncio
import importlib
import json

from ministack_plugin.answers import Answer, Handler, Headers, Parameters
from ministack_plugin.node_half import RefusalError, call
from ministack_plugin.patch import patch


def install(module: str, service: str) -> None:
    """Replace the service of a MiniStack module by the one that the Node.js half has under this name."""
    replaced = importlib.import_module(f"ministack.services.{module}").handle_request

    @patch(replaced)
    async def handle_request(
        _original: Handler, _method: str, _path: str, headers: Headers, body: bytes, _query: Parameters
    ) -> Answer:
        operation = headers.get("x-amz-target", "").split(".")[-1]
        try:
            payload = {"input": json.loads(body or b"{}")}
            answer = await asyncio.to_thread(call, f"/services/{service}/{operation}", payload)
        except RefusalError as error:
            return _json(error.status, {"__type": error.code, "message": str(error)})
        return _json(200, answer)


def _json(status: int, content: dict[str, object]) -> Answer:
    return status, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps(content).encode()
