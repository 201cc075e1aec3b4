"""ECR where MiniStack's answers differ from AWS's: repository URIs on the endpoint, with their Region; paging; errors."""

import json
import os
import re

from ministack.core.responses import (
    error_response_json,
    get_region,
    json_response,
    set_request_region,
)
from ministack.services import ecr

PORT = os.environ.get("GATEWAY_PORT", "4566")
REGION = re.compile(r"^/v2/([a-z]{2,}(?:-[a-z]+)+-\d+)/(.+)$")
PAGE = 100


def install() -> None:
    """Replaces what differs."""
    ecr._repo_uri = _repo_uri
    ecr._get_authorization_token = _get_authorization_token
    ecr._get_download_url_for_layer = _get_download_url_for_layer
    ecr._describe_images = _images_that_exist(ecr._describe_images)
    ecr._describe_repositories = _paged(
        ecr._describe_repositories, "repositories", unless="repositoryNames"
    )
    ecr._list_images = _paged(ecr._list_images, "imageIds")
    ecr._batch_delete_image = _batch_delete_image
    ecr._delete_repository = _forgetting(ecr._delete_repository)
    _route_by_region()


def _host() -> str:
    return f"127.0.0.1:{PORT}"


def _repo_uri(name: str) -> str:
    return f"{_host()}/{get_region()}/{name}"


def _get_authorization_token(data: dict) -> tuple:
    status, headers, body = _original_token(data)
    answer = json.loads(body)
    for entry in answer.get("authorizationData", []):
        entry["proxyEndpoint"] = f"http://{_host()}"
    return status, headers, json.dumps(answer).encode()


_original_token = ecr._get_authorization_token


def _get_download_url_for_layer(data: dict) -> tuple:
    name, digest = data.get("repositoryName", ""), data.get("layerDigest", "")
    if name not in ecr._repositories:
        return _no_repository(name)
    url = f"http://{_host()}/v2/{get_region()}/{name}/blobs/{digest}"
    return json_response({"downloadUrl": url, "layerDigest": digest})


def _no_repository(name: str) -> tuple:
    message = f"The repository with name '{name}' does not exist in the registry"
    return error_response_json("RepositoryNotFoundException", message, 400)


def _images_that_exist(original):
    """An image that is asked for and missing is an error; sizes are those of the layers; answers come in pages."""

    def describe(data: dict) -> tuple:
        name = data.get("repositoryName", "")
        for wanted in data.get("imageIds") or []:
            if name in ecr._repositories and ecr._find_image(name, wanted) is None:
                shown = ", ".join(f"{key}:'{value}'" for key, value in wanted.items())
                message = f"The image with imageId {{{shown}}} does not exist within the repository with name '{name}'"
                return error_response_json("ImageNotFoundException", message, 400)
        return original(
            {
                key: value
                for key, value in data.items()
                if key not in ("maxResults", "nextToken")
            }
        )

    def with_sizes(data: dict) -> tuple:
        status, headers, body = describe(data)
        answer = json.loads(body)
        tag_status = (data.get("filter") or {}).get("tagStatus", "ANY")
        details = []
        for detail in answer.get("imageDetails", []):
            if (
                (tag_status == "TAGGED") > bool(detail["imageTags"])
                or (tag_status == "UNTAGGED")
                and detail["imageTags"]
            ):
                continue
            if not detail["imageTags"]:
                del detail["imageTags"]
            found = ecr._find_image(
                data.get("repositoryName", ""), {"imageDigest": detail["imageDigest"]}
            )
            detail["imageSizeInBytes"] = _size((found or {}).get("imageManifest", "{}"))
            details.append(detail)
        if status == 200:
            answer["imageDetails"] = details
        return status, headers, json.dumps(answer).encode()

    return _paged(with_sizes, "imageDetails", unless="imageIds")


def _size(manifest: str) -> int:
    parsed = json.loads(manifest)
    parts = [*parsed.get("layers", []), parsed.get("config") or {}]
    return sum(part.get("size", 0) for part in parts)


def _paged(original, member: str, unless: str = ""):
    """Cuts a list into pages with a token, as the service does."""

    def paged(data: dict) -> tuple:
        if unless and data.get(unless):
            return original(data)
        status, headers, body = original(
            {
                key: value
                for key, value in data.items()
                if key not in ("maxResults", "nextToken")
            }
        )
        answer = json.loads(body)
        if status != 200:
            return status, headers, body
        start, size = (
            int(data.get("nextToken") or 0),
            int(data.get("maxResults") or PAGE),
        )
        items = answer[member]
        answer[member] = items[start : start + size]
        if start + size < len(items):
            answer["nextToken"] = str(start + size)
        return status, headers, json.dumps(answer).encode()

    return paged


def _batch_delete_image(data: dict) -> tuple:
    """By tag, only the tag goes, and the image with its last one; by digest, the image with all its tags."""
    name = data.get("repositoryName", "")
    if name not in ecr._repositories:
        return _no_repository(name)
    deleted, failures = [], []
    for wanted in data.get("imageIds") or []:
        image = ecr._find_image(name, wanted)
        if image is None:
            reason = "Requested image not found"
            failures.append(
                {
                    "imageId": wanted,
                    "failureCode": "ImageNotFound",
                    "failureReason": reason,
                }
            )
            continue
        tag, tags = wanted.get("imageTag"), image.setdefault("imageTags", [])
        deleted.append(
            {"imageDigest": image["imageDigest"], **({"imageTag": tag} if tag else {})}
        )
        if tag and len(tags) > 1:
            tags.remove(tag)
            image["imageId"]["imageTag"] = tags[-1]
            continue
        ecr._images[name].remove(image)
        ecr._manifest_blobs.get(name, {}).pop(image["imageDigest"], None)
    return json_response({"imageIds": deleted, "failures": failures})


def _forgetting(original):
    """A repository that is made again serves nothing of the one before."""

    def delete(data: dict) -> tuple:
        answer = original(data)
        if answer[0] == 200:
            for store in (ecr._manifest_blobs, ecr._layer_blobs):
                store.pop(data.get("repositoryName", ""), None)
        return answer

    return delete


def _route_by_region() -> None:
    """Repository URIs read `<host>/<region>/<name>`: the Region comes off the path, and goes back into locations."""
    original, scope = ecr.handle_registry_request, ecr._select_registry_request_scope

    async def handle(
        method: str, path: str, headers: dict, body: bytes, query_params: dict
    ) -> tuple:
        match = REGION.match(path)
        if match is None:
            return await original(method, path, headers, body, query_params)
        region, rest = match.groups()
        set_request_region(region)
        # A mount names its source with its Region too: without it the client uploads the layer.
        query = {
            key: value
            for key, value in query_params.items()
            if key not in ("from", "mount")
        }
        status, answered, content = await original(
            method, f"/v2/{rest}", headers, body, query
        )
        location = answered.get("Location", "")
        if location.startswith("/v2/"):
            answered = {
                **answered,
                "Location": f"/v2/{region}/{location.removeprefix('/v2/')}",
            }
        return status, answered, content

    def keeping_region(name: str, headers: dict, query_params: dict) -> None:
        if name not in ecr._repositories:
            scope(
                name,
                {key: value for key, value in headers.items() if key != "host"},
                query_params,
            )

    ecr.handle_registry_request = handle
    ecr._select_registry_request_scope = keeping_region
