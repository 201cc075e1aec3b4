"""Trust policies held against AWS services: who may assume a role that trusts a service, and for which resource."""

import copy
import hmac
import json
import os
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.iam_evaluator import EvalContext
from ministack.services import sts

from ministack_plugin.answers import Answer, Handler, Headers, Parameters
from ministack_plugin.patch import patch

SERVICE = "x-docker-builder-service"
SECRET = "x-docker-builder-secret"  # noqa: S105 the name of a header


@dataclass(frozen=True)
class ServiceCall:
    """A call that one of the endpoint's own services sends in a customer's name."""

    principal: str
    source_account: str
    source_arn: str


_calling: ContextVar[ServiceCall | None] = ContextVar("calling", default=None)


# On AWS a service proves who it is by its own credentials. Here the Node.js half, which is the registry and
# CodeBuild, names the service in a header, with the secret that the engine gave to both halves. This patch stays.
@patch(sts.handle_request)
async def handle_request(
    original: Handler, method: str, path: str, headers: Headers, body: bytes, query: Parameters
) -> Answer:
    """Remember which service sends the request."""
    token = _calling.set(_service_call(headers))
    try:
        return await original(method, path, headers, body, query)
    finally:
        _calling.reset(token)


def _service_call(headers: Headers) -> ServiceCall | None:
    secret = os.environ.get("ENGINE_SECRET", "")
    if SERVICE not in headers or not secret or not hmac.compare_digest(headers.get(SECRET, ""), secret):
        return None
    return ServiceCall(headers[SERVICE], headers.get("x-amz-source-account", ""), headers.get("x-amz-source-arn", ""))


# On AWS a statement for a service admits that service and nobody else, not even the account's root user, and knows
# the resource that the service acts for. MiniStack admits root to every role that trusts any service, and leaves
# aws:SourceArn and aws:SourceAccount empty. Goes when MiniStack distinguishes services from root.
@patch(iam_evaluator.evaluate_trust_policy)
def evaluate_trust_policy(
    original: Callable[..., bool], trust: str | dict[str, Any], caller_arn: str, context: EvalContext
) -> bool:
    """Evaluate the statements of a trust policy that are for this kind of caller."""
    document = json.loads(trust) if isinstance(trust, str) else copy.deepcopy(trust)
    statements = document.get("Statement", [])
    document["Statement"] = [statements] if isinstance(statements, dict) else statements
    call = _calling.get()
    if call is None:
        for statement in document["Statement"]:
            if isinstance(statement.get("Principal"), dict):
                statement["Principal"].pop("Service", None)
        return original(document, caller_arn, context)
    document["Statement"] = [
        {**statement, "Principal": "*"}
        for statement in document["Statement"]
        if _names_service(statement.get("Principal"), call.principal)
    ]
    keys = {
        "aws:sourceaccount": call.source_account,
        "aws:sourcearn": call.source_arn,
        "aws:principalisawsservice": "true",
        "aws:principalservicename": call.principal,
    }
    return original(document, caller_arn, replace(context, service_context={**context.service_context, **keys}))


def _names_service(principal: object, service: str) -> bool:
    if not isinstance(principal, dict):
        return principal == "*"
    named = principal.get("Service", [])
    return service in ([named] if isinstance(named, str) else named)
