"""Hands a whole service with a JSON protocol over to the Node.js half."""

import asyncio
import importlib
import json

from node_host import HostError, call


def install(module: str, service: str) -> None:
    """Replaces the service of a MiniStack module by the one that the Node.js half registers under this name."""

    async def handle_request(
        method: str, path: str, headers: dict, body: bytes, query_params: dict
    ) -> tuple:
        operation = headers.get("x-amz-target", "").split(".")[-1]
        try:
            payload = {"input": json.loads(body or b"{}")}
            answer = await asyncio.to_thread(
                call, f"/services/{service}/{operation}", payload
            )
        except HostError as error:
            return _json(error.status, {"__type": error.code, "message": str(error)})
        return _json(200, answer)

    importlib.import_module(
        f"ministack.services.{module}"
    ).handle_request = handle_request


def _json(status: int, content: dict) -> tuple:
    return (
        status,
        {"Content-Type": "application/x-amz-json-1.1"},
        json.dumps(content).encode(),
    )
