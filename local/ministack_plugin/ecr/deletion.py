"""Deleting images and repositories."""

from collections.abc import Callable

from ministack.core.responses import json_response
from ministack.services import ecr

from ministack_plugin.answers import Answer, Data, Record
from ministack_plugin.ecr.errors import no_repository
from ministack_plugin.patch import patch


def forget_image(repository: str, image: Record) -> None:
    """Remove an image with all its tags."""
    ecr._images[repository].remove(image)
    ecr._manifest_blobs.get(repository, {}).pop(image["imageDigest"], None)


# AWS removes only the tag when an image is named by one of several, and reports what it did not find. MiniStack
# removes the image. Goes when it does as AWS does.
@patch(ecr._batch_delete_image)
def batch_delete_image(_original: Callable[[Data], Answer], data: Data) -> Answer:
    """Delete by tag, the image with its last one; by digest, the image with all its tags."""
    name = data.get("repositoryName", "")
    if name not in ecr._repositories:
        return no_repository(name)
    deleted, failures = [], []
    for wanted in data.get("imageIds") or []:
        image = ecr._find_image(name, wanted)
        if image is None:
            failure = {"failureCode": "ImageNotFound", "failureReason": "Requested image not found"}
            failures.append({"imageId": wanted, **failure})
            continue
        tag = wanted.get("imageTag")
        deleted.append({"imageDigest": image["imageDigest"], **({"imageTag": tag} if tag else {})})
        _delete(name, image, tag)
    return json_response({"imageIds": deleted, "failures": failures})


def _delete(repository: str, image: Record, tag: str | None) -> None:
    tags = image.setdefault("imageTags", [])
    if not tag or len(tags) <= 1:
        forget_image(repository, image)
        return
    tags.remove(tag)
    image["imageId"]["imageTag"] = tags[-1]


# On AWS a repository that is created again is empty. MiniStack serves the digests of the one before. Goes when it
# drops the blobs of a deleted repository.
@patch(ecr._delete_repository)
def delete_repository(original: Callable[[Data], Answer], data: Data) -> Answer:
    """Delete a repository with everything in it."""
    answer = original(data)
    if answer[0] == 200:
        for store in (ecr._manifest_blobs, ecr._layer_blobs):
            store.pop(data.get("repositoryName", ""), None)
    return answer
