"""Copies of images on their way to other Regions."""

import time
from dataclasses import dataclass

from ministack.services import ecr

from ministack_plugin.answers import Record


@dataclass
class Copy:
    """One image on its way to a Region."""

    account: str
    source: str
    region: str
    repository: str
    digest: str
    tags: list[str]
    due: float
    status: str = "IN_PROGRESS"
    failure: str | None = None


def store_image(name: str, image: Record, tags: list[str]) -> None:
    """Store an image with further tags, where the repository does not have it yet."""
    existing = ecr._find_image(name, {"imageDigest": image["imageDigest"]})
    if existing is None:
        own = {"imageId": {"imageDigest": image["imageDigest"]}, "imageTags": [], "imagePushedAt": int(time.time())}
        existing = {**image, **own}
        ecr._images.setdefault(name, []).append(existing)
    for tag in tags:
        if tag not in existing["imageTags"]:
            existing["imageTags"].append(tag)
            existing["imageId"]["imageTag"] = tag
