"""Replication of images to other Regions: rules, status, copies after a delay, failures on demand."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ministack.core.responses import (
    AccountRegionScopedDict,
    error_response_json,
    get_account_id,
    get_region,
    json_response,
    set_request_region,
)
from ministack.services import ecr

from ministack_plugin.answers import Answer, Data, Handler, Headers, Parameters, Record
from ministack_plugin.ecr.errors import no_image, no_repository
from ministack_plugin.ecr.replication_copies import Copy, store_image
from ministack_plugin.ecr.replication_rules import destinations_of, fault_of
from ministack_plugin.patch import patch

# Not of ECR's API: {"delaySeconds": n, "failures": {region: code}, "limits": {"rules": n, ...}}; what is left out
# goes back to its default.
SETTING = "SetReplication"


@dataclass
class Settings:
    """What tests set."""

    delay: float = 0.3
    failures: dict[str, str] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)


_settings = Settings()
_configurations = AccountRegionScopedDict()
_copies: list[Copy] = []


# ECR replicates what is pushed or tagged while a rule matches its repository. MiniStack answers no rules and knows
# none of the calls. The patches of this file go when it does; the setting for tests stays.
@patch(ecr.handle_request)
async def handle_request(
    original: Handler, method: str, path: str, headers: Headers, body: bytes, query: Parameters
) -> Answer:
    """Answer the calls of replication; before any call, finish the copies that are due."""
    _finish_copies()
    operation = headers.get("x-amz-target", "").split(".")[-1]
    own = {
        SETTING: _set,
        "PutReplicationConfiguration": _put_configuration,
        "DescribeImageReplicationStatus": _describe_status,
    }.get(operation)
    if own is not None:
        return own(json.loads(body or b"{}"))
    return await original(method, path, headers, body, query)


@patch(ecr.handle_registry_request)
async def handle_registry_request(
    original: Handler, method: str, path: str, headers: Headers, body: bytes, query: Parameters
) -> Answer:
    """Finish the copies that are due before Docker looks for them."""
    _finish_copies()
    return await original(method, path, headers, body, query)


@patch(ecr._describe_registry)
def describe_registry(_original: Callable[[Data], Answer], _data: Data) -> Answer:
    """Answer the rules as they were put, with all their members."""
    configuration = _configurations.get("rules", {"rules": []})
    return json_response({"registryId": get_account_id(), "replicationConfiguration": configuration})


@patch(ecr._v2_put_manifest)
def v2_put_manifest(
    original: Callable[..., Answer], name: str, reference: str, headers: Headers, body: bytes
) -> Answer:
    """Replicate what Docker pushes."""
    answer = original(name, reference, headers, body)
    if answer[0] == 201:
        _replicate(name, answer[1]["Docker-Content-Digest"], None if reference.startswith("sha256:") else reference)
    return answer


@patch(ecr._put_image)
def put_image(original: Callable[[Data], Answer], data: Data) -> Answer:
    """Replicate what is pushed or tagged by ECR's own call."""
    name, tag = data.get("repositoryName", ""), data.get("imageTag")
    found = ecr._find_image(name, {"imageTag": tag}) if tag else None
    digest = data.get("imageDigest") or ecr._image_digest(data.get("imageManifest", ""))
    # AWS tells the same tag on the same image from the same tag on another one; MiniStack does not.
    if found is not None and found["imageDigest"] == digest:
        message = f"Image with digest '{digest}' and tag '{tag}' already exists in the repository with name '{name}'"
        return error_response_json("ImageAlreadyExistsException", message, 400)
    answer = original(data)
    if answer[0] == 200:
        _replicate(name, digest, tag)
    return answer


def _set(data: Data) -> Answer:
    _settings.delay = data.get("delaySeconds", Settings().delay)
    _settings.failures = data.get("failures", {})
    _settings.limits = data.get("limits", {})
    return json_response({})


def _put_configuration(data: Data) -> Answer:
    configuration = data.get("replicationConfiguration", {})
    fault = fault_of(configuration, get_region(), get_account_id(), _settings.limits)
    if fault is not None:
        return error_response_json(*fault, 400)
    _configurations["rules"] = configuration
    return json_response({"replicationConfiguration": configuration})


def _describe_status(data: Data) -> Answer:
    name, wanted = data.get("repositoryName", ""), data.get("imageId") or {}
    if name not in ecr._repositories:
        return no_repository(name)
    image = ecr._find_image(name, wanted)
    if image is None:
        return no_image(name, wanted)
    newest = {
        copy.region: copy
        for copy in _copies
        if (copy.account, copy.source, copy.repository, copy.digest)
        == (get_account_id(), get_region(), name, image["imageDigest"])
    }
    statuses = [
        {
            "region": copy.region,
            "registryId": copy.account,
            "status": copy.status,
            **({"failureCode": copy.failure} if copy.failure else {}),
        }
        for copy in newest.values()
    ]
    return json_response({"repositoryName": name, "imageId": wanted, "replicationStatuses": statuses})


def _replicate(repository: str, digest: str, tag: str | None) -> None:
    """Begin a copy to every destination of the rules that match; as ECR, later and by itself."""
    rules: list[Record] = _configurations.get("rules", {}).get("rules", [])
    account, source, due = get_account_id(), get_region(), time.monotonic() + _settings.delay
    _copies.extend(
        Copy(account, source, region, repository, digest, [tag] if tag else [], due)
        for region in destinations_of(rules, repository, account)
    )


def _finish_copies() -> None:
    here, now = get_region(), time.monotonic()
    for copy in _copies:
        if copy.status == "IN_PROGRESS" and copy.due <= now and copy.account == get_account_id():
            _finish(copy)
    set_request_region(here)


def _finish(copy: Copy) -> None:
    if copy.region in _settings.failures:
        copy.status, copy.failure = "FAILED", _settings.failures[copy.region]
        return
    set_request_region(copy.source)
    name = copy.repository
    image = ecr._find_image(name, {"imageDigest": copy.digest})
    if image is None:
        copy.status, copy.failure = "FAILED", "ImageNotFound"
        return
    # The images that an index names come with it.
    parts = [part["digest"] for part in json.loads(image.get("imageManifest") or "{}").get("manifests", [])]
    images = [*filter(None, (ecr._find_image(name, {"imageDigest": part}) for part in parts)), image]
    manifests = dict(ecr._manifest_blobs.get(name, {}))
    layers = ecr._layer_blobs.get(name, {})
    set_request_region(copy.region)
    if name not in ecr._repositories:
        # As ECR does: with the settings of any new repository.
        ecr._create_repository({"repositoryName": name})
    for one in images:
        store_image(name, one, copy.tags if one is image else [])
        if one["imageDigest"] in manifests:
            ecr._manifest_blobs.setdefault(name, {})[one["imageDigest"]] = manifests[one["imageDigest"]]
    ecr._layer_blobs.setdefault(name, {}).update(layers)
    copy.status = "COMPLETE"
