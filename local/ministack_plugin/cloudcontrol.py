"""Cloud Control API for registered types, answered by the Node.js half: it hosts them and speaks their protocol."""

import asyncio
import json
import os
from typing import Any

from ministack.core.router import extract_access_key_id
from ministack.services import cloudcontrol, iam, sts

from ministack_plugin.answers import Answer, Data, Handler, Headers, Parameters, Record
from ministack_plugin.node_half import RefusalError, call
from ministack_plugin.patch import patch

# The calls about requests: MiniStack keeps those on AWS's own types, the Node.js half all others.
_ABOUT_REQUESTS = frozenset({"GetResourceRequestStatus", "ListResourceRequests", "CancelResourceRequest"})


# MiniStack takes every type's name and keeps its properties without calling a handler. Goes when it has a registry that
# hosts types.
@patch(cloudcontrol.handle_request)
async def handle_request(
    original: Handler, method: str, path: str, headers: Headers, body: bytes, query: Parameters
) -> Answer:
    """Answer the calls that concern registered types, and refuse types that nobody knows."""
    operation = headers.get("x-amz-target", "").rsplit(".", 1)[-1]
    data = _data_of(body)
    if data is None:
        return _json(400, _error("SerializationException", "the request is not a JSON object"))
    if str(data.get("TypeName", "")).startswith("AWS::"):
        return await original(method, path, headers, body, query)
    payload: dict[str, Any] = {"input": data}
    if credentials := _credentials(headers, query):
        payload["credentials"] = credentials
    if operation in _ABOUT_REQUESTS:
        payload["others"] = list(cloudcontrol._requests.values())
    try:
        return _json(200, await asyncio.to_thread(call, f"/services/CloudControl/{operation}", payload))
    except RefusalError as refusal:
        return _json(refusal.status, _error(refusal.code, str(refusal)))


def _credentials(headers: Headers, query: Parameters) -> Data | None:
    """Return the keys that the request was signed with, where that matters and they are not the root user's.

    The handlers of a type without an execution role work with them.
    """
    if os.environ.get("AUTH", "").lower() != "true":
        return None
    key = extract_access_key_id(headers, query)
    session, user = sts._sessions.get(key), iam._access_keys.get(key)
    if session is not None:
        return {**_keys(key, session), "sessionToken": session.get("SessionToken", "")}
    return None if user is None else _keys(key, user)


def _keys(key: str, record: Record) -> Data:
    return {"accessKeyId": key, "secretAccessKey": record["SecretAccessKey"]}


def _data_of(body: bytes) -> Data | None:
    try:
        data = json.loads(body or b"{}")
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def _error(code: str, message: str) -> Data:
    # The model's errors have a `Message`; other errors of AWS have a `message`.
    return {"__type": code, "Message": message, "message": message}


def _json(status: int, content: Data) -> Answer:
    return status, {"Content-Type": "application/x-amz-json-1.0"}, json.dumps(content).encode()
