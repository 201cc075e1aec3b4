"""MiniStack with a registry of types: patches the pinned version from outside, then runs it."""

import importlib
import os
import signal
import sys
import threading

import patches

patches.check()

import deploys
import forward

import lifecycle
import registry

deploys.install()
lifecycle.install()
registry.install()
forward.install("codebuild", "CodeBuild")

# Repairs of single services; each is a module with install().
for name in ("ecr",):
    if os.path.exists(os.path.join(os.path.dirname(__file__), f"{name}.py")):
        importlib.import_module(name).install()


def end_with_stdin() -> None:
    """An engine that is not detached ends with its starter, however that ended."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    if os.environ.get("ENGINE_ENDS_WITH_STDIN") == "1":
        threading.Thread(target=end_with_stdin, daemon=True).start()
    from ministack.app import main

    main()
