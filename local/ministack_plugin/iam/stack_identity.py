"""Whose rights a stack operation has: those of the stack's role, or of the caller where it has none."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from ministack.core.iam_actions import identity_denial_message
from ministack.core.iam_evaluator import (
    AuthError,
    EvalContext,
    EvalResult,
    _gather_role_policies,
    _permissions_boundary,
    enforce,
    evaluate,
)
from ministack.core.responses import get_account_id, get_region
from ministack.services import iam


@dataclass(frozen=True)
class StackIdentity:
    """The credentials of an operation: an access key, and the ARN of the role that works instead of it."""

    access_key: str
    role: str


# Set by each request where IAM is enforced; the tasks that the request starts inherit it.
stack_identity: ContextVar[StackIdentity | None] = ContextVar("stack_identity", default=None)


class DeniedError(Exception):
    """What a stack's credentials are not allowed, in AWS's words."""


def require_right(action: str, resource: str = "*", context: dict[str, Any] | None = None) -> None:
    """Raise when the credentials of the stack operation that is under way don't allow an action."""
    identity = stack_identity.get()
    if identity is None:
        return
    denied = (
        _judge_role(identity.role, action, resource, context or {})
        if identity.role
        else enforce(identity.access_key, action, "cloudformation", get_region(), resource, context)
    )
    if denied is None or isinstance(denied, AuthError):
        return
    explicit = denied.decision == "Deny"
    raise DeniedError(identity_denial_message(action, denied.principal_arn, resource, explicit))


def _judge_role(role: str, action: str, resource: str, context: dict[str, Any]) -> EvalResult | None:
    name, account = role.rsplit("/", 1)[-1], get_account_id()
    judged = EvalContext(
        principal_arn=f"arn:aws:sts::{account}:assumed-role/{name}/AWSCloudFormation",
        principal_type="AssumedRole",
        principal_account=account,
        action=action,
        resource_arn=resource,
        region=get_region(),
        service_context={key.lower(): value for key, value in context.items()},
        principal_keys={},
    )
    limits = _permissions_boundary(iam._roles, name, account)
    result = evaluate(judged, _gather_role_policies(name, account), *limits)
    return None if result.decision == "Allow" else result
