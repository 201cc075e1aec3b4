"""The resources that a request is judged on, as AWS's service authorization reference and its own denials name them."""

from ministack_plugin.answers import Data


def resources_of(service: str, operation: str, data: Data, region: str, account: str) -> list[str]:
    """Return the ARNs of the resources that a request to one of these services names; none for others."""
    match service:
        case "codebuild":
            return [_arn("codebuild", region, account, f"project/{name}") for name in _projects(operation, data)]
        case "ecr":
            return _repositories(operation, data, region, account)
        case "cloudformation":
            return [_stack(name, region, account) for name in data.get("StackName", []) if name]
        case "cloudcontrol":
            # Cloud Control's actions have the prefix `cloudformation`, and all of them the same resource.
            return [_arn("cloudformation", region, account, "resource/*")]
        case "logs":
            return _log_groups(operation, data, region, account)
    return []


def _arn(service: str, region: str, account: str, resource: str) -> str:
    return f"arn:aws:{service}:{region}:{account}:{resource}"


def _stack(name: str, region: str, account: str) -> str:
    return name if name.startswith("arn:") else _arn("cloudformation", region, account, f"stack/{name}/*")


def _projects(operation: str, data: Data) -> list[str]:
    """Return the names of projects; a build (`project:uuid`) is judged on its project."""
    if operation in {"BatchGetBuilds", "BatchDeleteBuilds", "StopBuild", "RetryBuild"}:
        builds = [str(build).rsplit(":build/", 1)[-1] for build in [*data.get("ids", []), data.get("id")] if build]
        return [build.split(":", 1)[0] for build in builds]
    names = [*data.get("names", []), data.get("projectName") or data.get("name")]
    return [str(name).rsplit(":project/", 1)[-1] for name in names if name]


def _repositories(operation: str, data: Data, region: str, account: str) -> list[str]:
    if data.get("resourceArn"):
        return [str(data["resourceArn"])]
    names = [*(data.get("repositoryNames") or []), data.get("repositoryName")]
    if operation == "DescribeRepositories" and not any(names):
        names = ["*"]
    owner = data.get("registryId") or account
    return [_arn("ecr", region, owner, f"repository/{name}") for name in names if name]


def _log_groups(operation: str, data: Data, region: str, account: str) -> list[str]:
    """Return the stream, or the group with an empty one: policies name a group as `log-group:NAME:*`."""
    if operation in {"TagResource", "UntagResource", "ListTagsForResource"}:
        return []
    if operation == "DescribeLogGroups":
        return [_arn("logs", region, account, "log-group::log-stream:")]
    group = str(data.get("logGroupName") or data.get("logGroupIdentifier") or "").rsplit(":log-group:", 1)[-1]
    if not group:
        return []
    stream = data.get("logStreamName") or ""
    return [_arn("logs", region, account, f"log-group:{group.removesuffix(':*')}:log-stream:{stream}")]
