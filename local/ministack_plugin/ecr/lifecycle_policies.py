"""Lifecycle policies: evaluated when a test moves the clock, as AWS does within a day."""

import fnmatch
import json
import time
from typing import Any

from ministack.core.responses import json_response
from ministack.services import ecr

from ministack_plugin.answers import Answer, Handler, Headers, Parameters, Record
from ministack_plugin.ecr.deletion import forget_image
from ministack_plugin.patch import patch

DAY = 86_400
# Not of ECR's API: {"days": n} makes every image of the Region n days older, then expires what the policies say.
ACTION = "MoveClock"


# AWS expires images within a day. MiniStack stores policies and never evaluates them. Goes when it does.
@patch(ecr.handle_request)
async def handle_request(
    original: Handler, method: str, path: str, headers: Headers, body: bytes, query: Parameters
) -> Answer:
    """Move the clock; leave every call of ECR's API as it is."""
    if headers.get("x-amz-target", "").split(".")[-1] == ACTION:
        expired = _move_clock(json.loads(body or b"{}").get("days", 0))
        return json_response({"expired": expired})
    return await original(method, path, headers, body, query)


def _move_clock(days: float) -> list[dict[str, str]]:
    for images in ecr._images.values():
        for image in images:
            image["imagePushedAt"] -= int(days * DAY)
    return [gone for name, policy in list(ecr._lifecycle_policies.items()) for gone in _expire(name, _rules_of(policy))]


def _rules_of(policy: dict[str, str] | str) -> list[Record]:
    text = policy if isinstance(policy, str) else policy["lifecyclePolicyText"]
    rules: list[Record] = json.loads(text)["rules"]
    return sorted(rules, key=lambda rule: int(rule["rulePriority"]))


def _expire(name: str, rules: list[Record]) -> list[dict[str, str]]:
    """Expire images. Each belongs to the first rule that selects it, whether that expires it or not."""
    left = sorted(ecr._images.get(name, []), key=lambda image: image["imagePushedAt"], reverse=True)
    expired: list[Record] = []
    for rule in rules:
        selection = rule["selection"]
        own = [image for image in left if _selects(selection, image)]
        left = [image for image in left if image not in own]
        expired += _beyond(selection, own)
    for image in expired:
        forget_image(name, image)
    return [{"repositoryName": name, "imageDigest": image["imageDigest"]} for image in expired]


def _selects(selection: Record, image: Record) -> bool:
    tags, status = image.get("imageTags") or [], selection["tagStatus"]
    if status != "tagged":
        return status == "any" or not tags
    prefixes = [f"{prefix}*" for prefix in selection.get("tagPrefixList", [])]
    patterns = selection.get("tagPatternList") or prefixes
    return bool(tags) and all(any(fnmatch.fnmatchcase(tag, pattern) for tag in tags) for pattern in patterns)


def _beyond(selection: Record, images: list[Any]) -> list[Any]:
    """Return what is over the rule's count, or older than its days; images are newest first."""
    count = selection["countNumber"]
    if selection["countType"] == "imageCountMoreThan":
        return images[count:]
    oldest = time.time() - count * DAY
    return [image for image in images if image["imagePushedAt"] < oldest]
