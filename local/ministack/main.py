"""MiniStack with a registry of types: patches the pinned version from outside, then runs it."""

import importlib
import os

import patches

patches.check()

import deploys
import forward

import registry

deploys.install()
registry.install()
forward.install("codebuild", "CodeBuild")

# Repairs of single services; each is a module with install().
for name in ("ecr",):
    if os.path.exists(os.path.join(os.path.dirname(__file__), f"{name}.py")):
        importlib.import_module(name).install()

if __name__ == "__main__":
    from ministack.app import main

    main()
