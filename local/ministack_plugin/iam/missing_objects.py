"""S3: an object that does not exist, for callers who may not list its bucket."""

import uuid
from typing import Any

from ministack.core.iam_actions import access_denied_response
from ministack.core.iam_evaluator import AuthError, enforce
from ministack.core.responses import get_region
from ministack.core.router import extract_access_key_id
from ministack.services import s3

from ministack_plugin.answers import Answer, Handler, Headers, Parameters
from ministack_plugin.patch import patch

LIST = "s3:ListBucket"


# AWS: "If you have the s3:ListBucket permission on the bucket, Amazon S3 returns an HTTP status code 404 (Not Found)
# error. If you don't have the s3:ListBucket permission, Amazon S3 returns an HTTP status code 403". MiniStack returns
# 404 to everyone. Goes when it does not.
@patch(s3.handle_request)
async def handle_request(
    original: Handler, method: str, path: str, headers: Headers, body: bytes, query: Parameters, **more: Any
) -> Answer:
    """Hide from callers who may not list a bucket whether an object of it exists."""
    answer = await original(method, path, headers, body, query, **more)
    bucket, key = s3._parse_bucket_key(path, headers)
    if method not in {"GET", "HEAD"} or answer[0] != 404 or not key or bucket not in s3._buckets:
        return answer
    resource = f"arn:aws:s3:::{bucket}"
    caller = extract_access_key_id(headers, query)
    denied = enforce(caller, LIST, "s3", get_region(), resource, {"s3:prefix": key})
    if denied is None or isinstance(denied, AuthError):
        return answer
    refusal: Answer = access_denied_response(
        "s3", LIST, denied.principal_arn, str(uuid.uuid4()), headers=headers, resource_arn=resource
    )
    return refusal if method == "GET" else (*refusal[:2], b"")
