"""Further checks of a request: its other resources, the roles that it passes, the tags that it sets on creation."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ministack.core.iam_actions import access_denied_response
from ministack.core.iam_evaluator import AuthError, enforce
from ministack.core.responses import get_account_id, get_region
from ministack.core.router import extract_access_key_id
from ministack.services import cloudcontrol, cloudwatch_logs, codebuild, ecr, ssm

from ministack_plugin.answers import Answer, Data, Handler, Headers, Parameters
from ministack_plugin.iam.resource_arns import data_of
from ministack_plugin.iam.resources import resources_of
from ministack_plugin.patch import patch


@dataclass(frozen=True)
class Check:
    """An action that the caller must also be allowed, on a resource."""

    action: str
    resource: str
    context: dict[str, Any] = field(default_factory=dict)


def refusal_of(service: str, headers: Headers, query: Parameters, checks: Iterator[Check]) -> Answer | None:
    """Return the answer to a caller who is not allowed one of the checks."""
    for check in checks:
        key = extract_access_key_id(headers, query)
        denied = enforce(key, check.action, service, get_region(), check.resource, check.context)
        if denied is not None and not isinstance(denied, AuthError):
            return access_denied_response(
                service,
                check.action,
                denied.principal_arn,
                str(uuid.uuid4()),
                headers=headers,
                resource_arn=check.resource,
                explicit_deny=denied.decision == "Deny",
            )
    return None


def _checking(service: str, further: Callable[[str, Data], Iterator[Check]]) -> Callable[..., Any]:
    async def handle_request(
        original: Handler, method: str, path: str, headers: Headers, body: bytes, query: Parameters
    ) -> Answer:
        operation, data = headers.get("x-amz-target", "").rsplit(".", 1)[-1], data_of(body)
        refused = refusal_of(service, headers, query, further(operation, data))
        return refused or await original(method, path, headers, body, query)

    return handle_request


def _others(service: str, operation: str, data: Data) -> Iterator[Check]:
    named = resources_of(service, operation, data, get_region(), get_account_id())
    yield from (Check(f"{service}:{operation}", resource) for resource in named[1:])


def _of_codebuild(operation: str, data: Data) -> Iterator[Check]:
    yield from _others("codebuild", operation, data)
    role = data.get("serviceRoleOverride" if operation == "StartBuild" else "serviceRole")
    if role and operation in {"CreateProject", "UpdateProject", "StartBuild"}:
        yield Check("iam:PassRole", role, {"iam:PassedToService": "codebuild.amazonaws.com"})


def _of_ecr(operation: str, data: Data) -> Iterator[Check]:
    yield from _others("ecr", operation, data)
    if operation == "CreateRepository" and data.get("tags"):
        named = resources_of("ecr", operation, data, get_region(), get_account_id())
        tags = {f"aws:RequestTag/{tag['Key']}": tag.get("Value", "") for tag in data["tags"]}
        yield Check("ecr:TagResource", named[0], {**tags, "aws:TagKeys": [tag["Key"] for tag in data["tags"]]})
    yield from _of_repository_key(operation, data)
    if operation == "PutReplicationConfiguration":
        # Judged whether the role exists or not: without the right the first rule of an account fails.
        principal = "replication.ecr.amazonaws.com"
        role = f"role/aws-service-role/{principal}/AWSServiceRoleForECRReplication"
        arn = f"arn:aws:iam::{get_account_id()}:{role}"
        yield Check("iam:CreateServiceLinkedRole", arn, {"iam:AWSServiceName": principal})


def _of_repository_key(operation: str, data: Data) -> Iterator[Check]:
    """Yield what the caller must be allowed on the key of a repository, which ECR uses in the caller's name."""
    if operation == "CreateRepository":
        key = (data.get("encryptionConfiguration") or {}).get("kmsKey")
        actions = ["kms:DescribeKey", "kms:CreateGrant"]
    elif operation == "DeleteRepository":
        repository = ecr._repositories.get(data.get("repositoryName", "")) or {}
        key = (repository.get("encryptionConfiguration") or {}).get("kmsKey")
        actions = ["kms:RetireGrant"]
    else:
        return
    for action in actions if key else []:
        yield Check(action, str(key), {"kms:ViaService": f"ecr.{get_region()}.amazonaws.com"})


def _of_ssm(operation: str, data: Data) -> Iterator[Check]:
    if operation == "PutParameter" and data.get("Tags"):
        name = str(data.get("Name", "")).removeprefix("/")
        arn = f"arn:aws:ssm:{get_region()}:{get_account_id()}:parameter/{name}"
        tags = {f"aws:RequestTag/{tag['Key']}": tag.get("Value", "") for tag in data["Tags"]}
        yield Check("ssm:AddTagsToResource", arn, {**tags, "aws:TagKeys": [tag["Key"] for tag in data["Tags"]]})


def _of_cloudcontrol(_operation: str, data: Data) -> Iterator[Check]:
    if data.get("RoleArn"):
        yield Check("iam:PassRole", data["RoleArn"], {"iam:PassedToService": "cloudformation.amazonaws.com"})


def _of_logs(operation: str, data: Data) -> Iterator[Check]:
    if operation == "CreateLogGroup" and data.get("tags"):
        arn = f"arn:aws:logs:{get_region()}:{get_account_id()}:log-group:{data.get('logGroupName', '')}"
        tags = {f"aws:RequestTag/{key}": value for key, value in data["tags"].items()}
        yield Check("logs:TagResource", arn, {**tags, "aws:TagKeys": list(data["tags"])})


# AWS judges each resource that a request names; iam:PassRole on the role that a project or a build is given, with the
# service that gets it; and the right to tag when something is created with tags (ECR says so since 2023: "Allow access
# will be needed for the ecr:TagResource and ecr:CreateRepository actions"). MiniStack judges the first resource only.
# Goes when MiniStack does.
patch(codebuild.handle_request)(_checking("codebuild", _of_codebuild))
patch(ecr.handle_request)(_checking("ecr", _of_ecr))
patch(ssm.handle_request)(_checking("ssm", _of_ssm))
patch(cloudcontrol.handle_request)(_checking("cloudcontrol", _of_cloudcontrol))
patch(cloudwatch_logs.handle_request)(_checking("logs", _of_logs))
