"""What registering a type takes in addition to the right to call RegisterType."""

import re
from collections.abc import Iterator
from typing import Any

from ministack_plugin.iam.stack_identity import DeniedError, require_right
from ministack_plugin.node_half import RefusalError


def roles_passed_on(request: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield action, resource and context of the right to pass on each role of a registration."""
    logging = request.get("LoggingConfig")
    log_role = logging.get("LogRoleArn") if isinstance(logging, dict) else None
    for role in (request.get("ExecutionRoleArn"), log_role):
        if role:
            # The principal that the documentation has both roles trust.
            yield "iam:PassRole", str(role), {"iam:PassedToService": "resources.cloudformation.amazonaws.com"}


def require_package(request: dict[str, Any]) -> None:
    """Raise when the credentials of the operation may not read the package. AWS's words do not name the right."""
    package = re.fullmatch(r"s3://([^/]+)/(.+)", str(request.get("SchemaHandlerPackage", "")))
    if package is None:
        return
    try:
        require_right("s3:GetObject", f"arn:aws:s3:::{package.group(1)}/{package.group(2)}")
    except DeniedError as denied:
        advice = "Check the permissions on the bucket and object in your account and try again."
        message = f"Error validating schemaHandlerPackage. {advice} ({denied})"
        raise RefusalError("CFNRegistryException", message) from denied
