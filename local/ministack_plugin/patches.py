"""What this plug-in relies on inside MiniStack: checked at the start, so that another version fails with a clear error."""

import importlib
from importlib.metadata import version

MINISTACK = "1.5.33"

RELIED_ON = {
    "ministack.app": ["main", "_dispatch_service_request"],
    "ministack.core.responses": ["get_account_id", "get_region", "now_iso"],
    "ministack.services.cloudformation": [
        "handle_request",
        "_stacks",
        "_stack_events",
        "_change_sets",
    ],
    "ministack.services.cloudformation.stacks": [
        "_add_event",
        "_delete_resource",
        "_delete_stack_async",
        "_deploy_stack_async",
        "_roll_back_operation",
        "_runs_on_worker_thread",
        "_sends_back_failed_update",
        "_with_stack_tags",
    ],
    "ministack.services.cloudformation.provisioners": [
        "_RESOURCE_HANDLERS",
        "_replacing_change",
    ],
    "ministack.services.cloudformation.helpers": ["_error", "_xml"],
    "ministack.services.codebuild": ["handle_request"],
    "ministack.services.s3": ["handle_request"],
    "ministack.services.ecr": [
        "handle_request",
        "handle_registry_request",
        "_repo_uri",
    ],
}


def check() -> None:
    """Stops with a clear error when MiniStack is not the version that the plug-in was written for."""
    found = version("ministack")
    if found != MINISTACK:
        raise SystemExit(
            f"the local engine needs ministack {MINISTACK}, found {found}: run the set-up again"
        )
    for module, names in RELIED_ON.items():
        loaded = importlib.import_module(module)
        missing = [name for name in names if not hasattr(loaded, name)]
        if missing:
            raise SystemExit(
                f"{module} of ministack {found} lacks {', '.join(missing)}, which the local engine patches"
            )
