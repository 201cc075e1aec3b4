"""Which actions of ECR a request to its Docker registry takes, by method and path."""

import re

_PATH = re.compile(
    r"^/v2/(?:(?P<region>[a-z]{2,}(?:-[a-z]+)+-\d+)/)?(?P<name>.+?)/(?P<kind>manifests|blobs|tags)(?:/(?P<rest>.*))?$"
)

_UPLOADS = {
    "POST": ["InitiateLayerUpload"],
    "PATCH": ["UploadLayerPart"],
    "PUT": ["CompleteLayerUpload"],
    "GET": ["UploadLayerPart"],
    "DELETE": ["InitiateLayerUpload"],
}
_BLOBS = {"HEAD": ["BatchCheckLayerAvailability"], "GET": ["GetDownloadUrlForLayer"], "DELETE": ["BatchDeleteImage"]}
_MANIFESTS = {
    "HEAD": ["BatchGetImage"],
    "GET": ["BatchGetImage"],
    "PUT": ["PutImage"],
    "DELETE": ["BatchDeleteImage"],
}


def repository_of(path: str) -> tuple[str | None, str] | None:
    """Return the Region and the name of the repository in a path; None for a path without one."""
    match = _PATH.match(path)
    return None if match is None else (match["region"], match["name"])


def actions_of(method: str, path: str, body: bytes) -> list[str]:
    """Return the actions that a request takes; none for the registry's root, which only wants a login."""
    match = _PATH.match(path)
    if match is None:
        return []
    kind, rest = match["kind"], match["rest"] or ""
    if kind == "tags":
        return ["ListImages"]
    if kind == "manifests":
        return _MANIFESTS.get(method, [])
    if not rest.startswith("uploads"):
        return _BLOBS.get(method, [])
    # BuildKit sends a whole layer with the request that completes it. ECR takes that for a part and its completion.
    parts = ["UploadLayerPart"] if body and method in {"POST", "PUT"} else []
    return _UPLOADS.get(method, []) + parts
