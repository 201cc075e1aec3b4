"""PutImage: indexes whose images are missing, and manifests that Docker can pull."""

import json
from collections.abc import Callable

from ministack.core.responses import error_response_json
from ministack.services import ecr

from ministack_plugin.answers import Answer, Data
from ministack_plugin.patch import patch


# ECR refuses an index that names an image which the repository does not have. MiniStack stores it, and keeps what is
# put by this call, with whatever digest the caller names, out of reach of `docker pull`. Goes when it does neither.
@patch(ecr._put_image)
def put_image(original: Callable[[Data], Answer], data: Data) -> Answer:
    """Store a manifest that can be pulled."""
    name, manifest = data.get("repositoryName", ""), data.get("imageManifest", "")
    if name in ecr._repositories:
        for digest in _named(manifest):
            if ecr._find_image(name, {"imageDigest": digest}) is None:
                words = f"The manifest list is referencing an image that does not exist: {digest}"
                return error_response_json("ReferencedImagesNotFoundException", words, 400)
    answer = original(data)
    if answer[0] == 200:
        content = manifest.encode()
        ecr._manifest_blobs.setdefault(name, {})[ecr._content_digest(content)] = content
    return answer


def _named(manifest: str) -> list[str]:
    try:
        parsed = json.loads(manifest)
    except ValueError:
        return []
    return [entry.get("digest", "") for entry in parsed.get("manifests") or []] if isinstance(parsed, dict) else []
