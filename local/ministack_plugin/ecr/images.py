"""DescribeImages: missing images, sizes, filters and pages as AWS has them."""

import json
from collections.abc import Callable

from ministack.services import ecr

from ministack_plugin.answers import Answer, Data
from ministack_plugin.ecr.errors import no_image
from ministack_plugin.ecr.pages import page
from ministack_plugin.patch import patch


# AWS answers ImageNotFoundException for an image that is named and missing, the size of the layers, no member
# imageTags for an untagged image, and applies the filter. MiniStack answers an empty list, the size of the manifest
# and an empty list of tags, and ignores the filter. Goes when it does as AWS does.
@patch(ecr._describe_images)
def describe_images(original: Callable[[Data], Answer], data: Data) -> Answer:
    """Describe images."""
    name, named = data.get("repositoryName", ""), data.get("imageIds") or []
    if name in ecr._repositories:
        for wanted in named:
            if ecr._find_image(name, wanted) is None:
                return no_image(name, wanted)

    def describe(whole: Data) -> Answer:
        status, headers, body = original(whole)
        if status != 200:
            return status, headers, body
        answer = json.loads(body)
        tag_status = (data.get("filter") or {}).get("tagStatus", "ANY")
        answer["imageDetails"] = [
            _as_aws(name, detail) for detail in answer["imageDetails"] if _passes(tag_status, detail)
        ]
        return status, headers, json.dumps(answer).encode()

    return describe(data) if named else page(describe, data, "imageDetails")


def _passes(tag_status: str, detail: Data) -> bool:
    tagged = bool(detail["imageTags"])
    return tag_status == "ANY" or tagged == (tag_status == "TAGGED")


def _as_aws(repository: str, detail: Data) -> Data:
    found = ecr._find_image(repository, {"imageDigest": detail["imageDigest"]}) or {}
    described = {**detail, "imageSizeInBytes": _size(found.get("imageManifest", "{}"))}
    if not described["imageTags"]:
        del described["imageTags"]
    return described


def _size(manifest: str) -> int:
    parsed = json.loads(manifest)
    parts = [*(parsed.get("layers") or []), parsed.get("config") or {}]
    return sum(part.get("size", 0) for part in parts)
