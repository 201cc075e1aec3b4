"""Repository URIs on the endpoint itself, `<host>/<region>/<name>`, so that `docker pull` of one works."""

import json
import os
import re
from collections.abc import Callable

from ministack.core.responses import get_region, json_response, set_request_region
from ministack.services import ecr

from ministack_plugin.answers import Answer, Data, Handler, Headers, Parameters
from ministack_plugin.ecr.errors import no_repository
from ministack_plugin.patch import patch

HOST = f"127.0.0.1:{os.environ.get('GATEWAY_PORT', '4566')}"
_REGION = re.compile(r"^/v2/([a-z]{2,}(?:-[a-z]+)+-\d+)/(.+)$")


# AWS has a host name for each account and Region. MiniStack's `<account>.dkr.ecr.<region>...` resolves to nothing
# on this machine. The patches of this file stay.
@patch(ecr._repo_uri)
def repo_uri(_original: Callable[[str], str], name: str) -> str:
    """Name the repository on the endpoint."""
    return f"{HOST}/{get_region()}/{name}"


@patch(ecr._get_authorization_token)
def get_authorization_token(original: Callable[[Data], Answer], data: Data) -> Answer:
    """Name the endpoint as the registry to log in to."""
    status, headers, body = original(data)
    answer = json.loads(body)
    for entry in answer.get("authorizationData", []):
        entry["proxyEndpoint"] = f"http://{HOST}"
    return status, headers, json.dumps(answer).encode()


@patch(ecr._get_download_url_for_layer)
def get_download_url_for_layer(_original: Callable[[Data], Answer], data: Data) -> Answer:
    """Name the layer on the endpoint."""
    name, digest = data.get("repositoryName", ""), data.get("layerDigest", "")
    if name not in ecr._repositories:
        return no_repository(name)
    url = f"http://{HOST}/v2/{get_region()}/{name}/blobs/{digest}"
    return json_response({"downloadUrl": url, "layerDigest": digest})


@patch(ecr.handle_registry_request)
async def handle_registry_request(
    original: Handler, method: str, path: str, headers: Headers, body: bytes, query: Parameters
) -> Answer:
    """Take the Region off the path, and put it back into locations."""
    match = _REGION.match(path)
    if match is None:
        return await original(method, path, headers, body, query)
    region, rest = match.groups()
    set_request_region(region)
    # A mount names its source with its Region too: without it the client uploads the layer.
    kept = {key: value for key, value in query.items() if key not in ("from", "mount")}
    status, answered, content = await original(method, f"/v2/{rest}", headers, body, kept)
    location = answered.get("Location", "")
    if location.startswith("/v2/"):
        answered = {**answered, "Location": f"/v2/{region}/{location.removeprefix('/v2/')}"}
    return status, answered, content


@patch(ecr._select_registry_request_scope)
def select_registry_request_scope(
    original: Callable[..., None], name: str, headers: Headers, query: Parameters
) -> None:
    """Keep the Region of the path where it has the repository."""
    if name not in ecr._repositories:
        original(name, {key: value for key, value in headers.items() if key != "host"}, query)
