"""The denials of Cloud Control, CloudFormation, CodeBuild and ECR in AWS's words, which name the resource."""

from collections.abc import Callable
from typing import Any

from ministack.core import iam_actions

from ministack_plugin.answers import Answer
from ministack_plugin.patch import patch


# AWS: "User: X is not authorized to perform: A on resource: R because no identity-based policy allows the A action".
# MiniStack leaves the resource out for these services. Goes when it names the resource.
@patch(iam_actions.access_denied_response)
def access_denied_response(
    original: Callable[..., Answer], service: str, action: str, principal: str, request: str, **more: Any
) -> Answer:
    """Name the resource that the action was denied on."""
    if (
        service in {"cloudcontrol", "cloudformation", "codebuild", "ecr"}
        and not more.get("message")
        and not more.get("resource_policy_arn")
    ):
        resource, explicit = more.get("resource_arn", "*"), more.get("explicit_deny", False)
        more["message"] = iam_actions.identity_denial_message(action, principal, resource, explicit)
    return original(service, action, principal, request, **more)
