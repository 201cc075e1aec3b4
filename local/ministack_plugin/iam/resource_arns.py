"""The ARN that a request is judged on, where MiniStack judges it on `*` or on another one."""

import json
from collections.abc import Callable

from ministack.core import iam_actions

from ministack_plugin.answers import Data, Headers, Parameters
from ministack_plugin.cloudformation.query_protocol import parameters_of
from ministack_plugin.iam.resources import resources_of
from ministack_plugin.patch import patch


# AWS judges every action on the resource that it names. MiniStack knows a single project or repository name, no log
# stream, and a stack in the URL only, and takes `*` for the rest. Goes when its extract_resource_arn knows the members
# that `resources` reads.
@patch(iam_actions.extract_resource_arn)
def extract_resource_arn(
    original: Callable[..., str],
    service: str,
    method: str,
    path: str,
    headers: Headers,
    body: bytes,
    query: Parameters,
    region: str,
    account: str,
) -> str:
    """Return the first resource that the request names; `checks` judges the others."""
    operation = headers.get("x-amz-target", "").rsplit(".", 1)[-1]
    data = parameters_of(method, body, query) if service == "cloudformation" else data_of(body)
    found = resources_of(service, operation, data, region, account)
    return found[0] if found else original(service, method, path, headers, body, query, region, account)


# MiniStack looks a log group's tags up by the ARN that the request is judged on: that of the group, without a stream.
@patch(iam_actions.logs_service_context)
def logs_service_context(
    original: Callable[..., Data], action: str, body: bytes, arn: str, region: str, account: str
) -> Data:
    """Read the tags of the group."""
    return original(action, body, arn.split(":log-stream:", 1)[0], region, account)


def data_of(body: bytes) -> Data:
    """Return the body of a request in a JSON protocol; empty for anything else."""
    try:
        data = json.loads(body) if body[:1] == b"{" else {}
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
