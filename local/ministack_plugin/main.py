"""MiniStack with a registry of types: patches the pinned version from outside, then runs it."""

import os
import signal
import sys
import threading

import patches

patches.check()

import deploys
import ecr
import ecr_lifecycle
import forward
import registry
import s3
import stack_lifecycle

deploys.install()
stack_lifecycle.install()
registry.install()
forward.install("codebuild", "CodeBuild")

# Repairs of single services.
ecr.install()
ecr_lifecycle.install()
s3.install()


def end_with_stdin() -> None:
    """An engine that is not detached ends with its starter, however that ended."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    if os.environ.get("ENGINE_ENDS_WITH_STDIN") == "1":
        threading.Thread(target=end_with_stdin, daemon=True).start()
    from ministack.app import main

    main()
