"""Logins of ECR's Docker registry: a password from GetAuthorizationToken is the session that asked for it."""

import base64
import binascii
import json
import secrets
import time
from dataclasses import dataclass

from ministack.core.iam_actions import identity_denial_message
from ministack.core.iam_evaluator import AuthError, enforce
from ministack.core.responses import get_account_id, get_region, set_request_account_id, set_request_region
from ministack.core.router import extract_access_key_id
from ministack.services import ecr

from ministack_plugin.answers import Answer, Handler, Headers, Parameters
from ministack_plugin.ecr.repository_uris import HOST
from ministack_plugin.iam.registry_actions import actions_of, repository_of
from ministack_plugin.patch import patch

_HOURS_12 = 12 * 3600


@dataclass(frozen=True)
class Login:
    """Whose password it is, and until when."""

    access_key: str
    account: str
    expires: float


_logins: dict[str, Login] = {}


# AWS gives each caller a password that has the caller's rights for twelve hours. MiniStack's is one constant that the
# registry never looks at. The patches of this file go when MiniStack's registry takes logins.
@patch(ecr.handle_request)
async def handle_request(
    original: Handler, method: str, path: str, headers: Headers, body: bytes, query: Parameters
) -> Answer:
    """Give each caller its own password."""
    status, answered, content = await original(method, path, headers, body, query)
    if status != 200 or not headers.get("x-amz-target", "").endswith(".GetAuthorizationToken"):
        return status, answered, content
    login = Login(extract_access_key_id(headers, query), get_account_id(), time.time() + _HOURS_12)
    password = secrets.token_urlsafe(48)
    _forget_expired()
    _logins[password] = login
    answer = json.loads(content)
    for entry in answer["authorizationData"]:
        entry["authorizationToken"] = base64.b64encode(f"AWS:{password}".encode()).decode()
    return status, answered, json.dumps(answer).encode()


def _forget_expired() -> None:
    for password in [known for known, login in _logins.items() if login.expires < time.time()]:
        del _logins[password]


@patch(ecr.handle_registry_request)
async def handle_registry_request(
    original: Handler, method: str, path: str, headers: Headers, body: bytes, query: Parameters
) -> Answer:
    """Ask for a login, as ECR does for every request, and hold the request against the rights behind it."""
    login = _login_of(headers.get("authorization", ""))
    if login is None:
        return _challenge()
    set_request_account_id(login.account)
    repository = repository_of(path)
    if repository is None:
        return await original(method, path, headers, body, query)
    region, name = repository[0] or get_region(), repository[1]
    # Conditions on the repository's tags look it up in the Region of the request.
    set_request_region(region)
    arn = f"arn:aws:ecr:{region}:{login.account}:repository/{name}"
    for action in actions_of(method, path, body):
        denied = enforce(login.access_key, f"ecr:{action}", "ecr", region, arn)
        if isinstance(denied, AuthError):
            return _challenge()
        if denied is not None:
            explicit = denied.decision == "Deny"
            return _denied(identity_denial_message(f"ecr:{action}", denied.principal_arn, arn, explicit))
    return await original(method, path, headers, body, query)


def _login_of(authorization: str) -> Login | None:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    login = _logins.get(password) if user == "AWS" else None
    return login if login is not None and login.expires > time.time() else None


def _challenge() -> Answer:
    challenge = f'Basic realm="http://{HOST}/",service="ecr.amazonaws.com"'
    headers = {"WWW-Authenticate": challenge, "Docker-Distribution-Api-Version": "registry/2.0"}
    return 401, headers, b"Not Authorized\n"


def _denied(message: str) -> Answer:
    headers = {"Content-Type": "application/json", "Docker-Distribution-Api-Version": "registry/2.0"}
    return 403, headers, json.dumps({"errors": [{"code": "DENIED", "message": message}]}).encode()
