"""aws:ResourceTag of CodeBuild's projects and ECR's repositories."""

from collections.abc import Callable

from ministack.services import ecr, tagging

from ministack_plugin.node_half import RefusalError, call
from ministack_plugin.patch import patch

Tags = dict[str, str]


# AWS compares aws:ResourceTag of both services. MiniStack knows the tags of neither: projects are in the Node.js
# half, repositories are missing among its collectors. Goes for ECR when MiniStack collects them; stays for CodeBuild.
@patch(tagging.resource_tags)
def resource_tags(original: Callable[[str], Tags | None], arn: str) -> Tags | None:
    """Return the tags of the resource that an ARN names, or None if it does not exist."""
    service, resource = (arn.split(":", 5) + [""] * 6)[2:6:3]
    if service == "ecr":
        return _of_repository(resource.removeprefix("repository/"))
    if service == "codebuild":
        return _of_project(resource.removeprefix("project/"))
    return original(arn)


def _of_repository(name: str) -> Tags | None:
    if name not in ecr._repositories:
        return None
    return {tag["Key"]: tag["Value"] for tag in ecr._repositories[name].get("tags", [])}


def _of_project(name: str) -> Tags | None:
    # A short question on the loopback interface that the Node.js half answers from its memory.
    try:
        found = call("/services/CodeBuild/BatchGetProjects", {"input": {"names": [name]}})["projects"]
    except RefusalError:
        return None
    return {tag["key"]: tag["value"] for tag in found[0].get("tags") or []} if found else None
