"""The engine's instance id in MiniStack's health, so that nobody takes another server on the port for this engine."""

import json
import os
from collections.abc import Callable

from ministack import app

from ministack_plugin.answers import Answer
from ministack_plugin.patch import patch


@patch(app._handle_health_request)
def handle_health_request(original: Callable[..., Answer | None], path: str, request_id: str) -> Answer | None:
    """Add the instance id to the health."""
    answer = original(path, request_id)
    if answer is None:
        return None
    status, headers, body = answer
    return status, headers, json.dumps({**json.loads(body), "instance": os.environ["ENGINE_INSTANCE"]}).encode()
