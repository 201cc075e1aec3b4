"""ECR's lifecycle policies: evaluated when a test moves the clock, as AWS does within a day."""

import fnmatch
import json
import time

from ministack.core.responses import json_response
from ministack.services import ecr

DAY = 86_400
# Not of ECR's API: {"days": n} makes every image of the Region n days older, then expires what the policies say.
ACTION = "MoveClock"


def install() -> None:
    """Adds the clock to the service's requests."""
    original = ecr.handle_request

    async def handle_request(
        method: str, path: str, headers: dict, body: bytes, query_params: dict
    ) -> tuple:
        if headers.get("x-amz-target", "").split(".")[-1] == ACTION:
            return json_response(
                {"expired": _move_clock(json.loads(body or b"{}").get("days", 0))}
            )
        return await original(method, path, headers, body, query_params)

    ecr.handle_request = handle_request


def _move_clock(days: float) -> list[dict]:
    for images in ecr._images.values():
        for image in images:
            image["imagePushedAt"] -= int(days * DAY)
    return [
        gone
        for name, policy in list(ecr._lifecycle_policies.items())
        for gone in _expire(name, _rules_of(policy))
    ]


def _rules_of(policy: dict | str) -> list[dict]:
    text = policy if isinstance(policy, str) else policy["lifecyclePolicyText"]
    return sorted(json.loads(text)["rules"], key=lambda rule: rule["rulePriority"])


def _expire(name: str, rules: list[dict]) -> list[dict]:
    """An image belongs to the first rule that selects it, whether that expires it or not."""
    left = sorted(
        ecr._images.get(name, []),
        key=lambda image: image["imagePushedAt"],
        reverse=True,
    )
    expired = []
    for rule in rules:
        selection = rule["selection"]
        own = [image for image in left if _selects(selection, image)]
        left = [image for image in left if image not in own]
        expired += _beyond(selection, own)
    for image in expired:
        ecr._images[name].remove(image)
        ecr._manifest_blobs.get(name, {}).pop(image["imageDigest"], None)
    return [
        {"repositoryName": name, "imageDigest": image["imageDigest"]}
        for image in expired
    ]


def _selects(selection: dict, image: dict) -> bool:
    tags, status = image.get("imageTags") or [], selection["tagStatus"]
    if status != "tagged":
        return status == "any" or not tags
    patterns = selection.get("tagPatternList") or [
        f"{prefix}*" for prefix in selection.get("tagPrefixList", [])
    ]
    return bool(tags) and all(
        any(fnmatch.fnmatchcase(tag, pattern) for tag in tags) for pattern in patterns
    )


def _beyond(selection: dict, images: list[dict]) -> list[dict]:
    """Newest first: what is over the rule's count, or older than its days."""
    count = selection["countNumber"]
    if selection["countType"] == "imageCountMoreThan":
        return images[count:]
    oldest = time.time() - count * DAY
    return [image for image in images if image["imagePushedAt"] < oldest]
