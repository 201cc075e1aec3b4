"""Manifests that ECR refuses."""

import json
from collections.abc import Callable

from ministack.core.responses import error_response_json
from ministack.services import ecr

from ministack_plugin.answers import Answer, Data, Headers
from ministack_plugin.patch import patch


# ECR refuses an image without layers, with status 405 in the registry's protocol, after which Docker does not try
# again. MiniStack stores it, and Docker pushes manifests that nobody can use. Both go when it refuses them.
@patch(ecr._v2_put_manifest)
def put_manifest(original: Callable[..., Answer], name: str, reference: str, headers: Headers, body: bytes) -> Answer:
    """Store a manifest that Docker pushes."""
    fault = _fault_of(body) if name in ecr._repositories else None
    if fault is not None:
        return ecr._registry_error(405, "UNSUPPORTED", fault, {})
    return original(name, reference, headers, body)


@patch(ecr._put_image)
def put_image(original: Callable[[Data], Answer], data: Data) -> Answer:
    """Store a manifest by ECR's own call."""
    fault = _fault_of(data.get("imageManifest", "")) if data.get("repositoryName") in ecr._repositories else None
    if fault is not None:
        return error_response_json("InvalidParameterException", fault, 400)
    return original(data)


def _fault_of(manifest: bytes | str) -> str | None:
    """Return ECR's words for what is wrong; an index has no layers, a manifest of schema 1 calls them otherwise."""
    try:
        parsed = json.loads(manifest)
    except ValueError:
        return _violation("Invalid JSON syntax")
    if not isinstance(parsed, dict):
        return _violation("Invalid JSON syntax")
    if "manifests" in parsed or "fsLayers" in parsed or parsed.get("layers"):
        return None
    return _violation("Image has to have at least 1 layer")


def _violation(constraint: str) -> str:
    return f"Invalid parameter at 'ImageManifest' failed to satisfy constraint: '{constraint}'"
