"""MiniStack with a registry of types: patches the pinned version from outside, then runs it."""

import importlib
import os
import signal
import sys
import threading
from pathlib import Path

# Started by its path, so the folder above the package takes the place of the package's own.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from ministack_plugin import forward
from ministack_plugin.patch import MINISTACK, check_version

PATCHES = (
    "health",
    "cloudformation.off_loop",
    "cloudformation.describe_stacks",
    "cloudformation.change_sets",
    "cloudformation.events",
    "cloudformation.declarations",
    "cloudformation.updates",
    "cloudformation.cancel_update",
    "cloudformation.stack_status",
    "cloudformation.stack_deletion",
    "cloudformation.rollback",
    "cloudformation.registry_calls",
    "cloudformation.absent_calls",
    "cloudformation.template_summary",
    "cloudformation.drift",
    "cloudformation.drift_reverts",
    "cloudformation.types_in_stacks",
    "cloudformation.type_versions",
    "cloudformation.template.text",
    "cloudformation.template.conditions",
    "cloudformation.template.parameters",
    "cloudformation.template.references",
    "cloudformation.template.capabilities",
    "cloudformation.exports",
    "cloudformation.nested_stacks",
    "cloudcontrol",
    "ecr.repository_uris",
    "ecr.pages",
    "ecr.images",
    "ecr.manifests",
    "ecr.put_image",
    "ecr.deletion",
    "ecr.lifecycle_policies",
    "ecr.encryption",
    "ecr.replication",
    "s3",
    "ssm",
)

# Only where IAM is enforced: without it MiniStack checks nothing that these would sharpen.
IAM_PATCHES = (
    "iam.service_principals",
    "iam.secure_transport",
    "iam.resource_arns",
    "iam.resource_tags",
    "iam.request_tags",
    "iam.denials",
    "iam.missing_objects",
    "iam.checks",
    "iam.cloudformation_roles",
    "iam.registry_logins",
)


def install() -> None:
    """Import every module that patches MiniStack; exit when a name is missing that one of them relies on."""
    check_version()
    for name in PATCHES:
        load(name)
    forward.install("codebuild", "CodeBuild")
    if os.environ.get("AUTH", "").lower() == "true":
        for name in IAM_PATCHES:
            load(name)


def load(name: str) -> None:
    """Import a module that patches MiniStack."""
    try:
        importlib.import_module(f"ministack_plugin.{name}")
    except (AttributeError, ImportError) as missing:
        raise SystemExit(f"ministack {MINISTACK} lacks what ministack_plugin.{name} needs: {missing}") from missing


def end_with_stdin() -> None:
    """End the engine when its starter ends, however that ended: an engine that is not detached is its child."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    install()
    if os.environ.get("ENGINE_ENDS_WITH_STDIN") == "1":
        threading.Thread(target=end_with_stdin, daemon=True).start()
    from ministack.app import main

    # The engine's instance id: an argument for those who look for the engine's processes, not for MiniStack.
    del sys.argv[1:]
    main()
