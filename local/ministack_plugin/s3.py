"""S3: a range of one version of an object."""

import re
from typing import Any

from ministack.services import s3

from ministack_plugin.answers import Answer, Handler, Headers, Parameters
from ministack_plugin.patch import patch

_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


# AWS cuts the range out of the version. MiniStack returns such a version whole. Goes when it honours Range there.
@patch(s3.handle_request)
async def handle_request(
    original: Handler, method: str, path: str, headers: Headers, body: bytes, query: Parameters, **more: Any
) -> Answer:
    """Return the range that was requested of a version."""
    status, answered, content = await original(method, path, headers, body, query, **more)
    wanted = _RANGE.match(headers.get("range", ""))
    if method != "GET" or status != 200 or wanted is None or "versionId" not in query:
        return status, answered, content
    return _part(content, wanted.group(1), wanted.group(2), answered)


def _part(content: bytes, first: str, last: str, headers: Headers) -> Answer:
    size = len(content)
    start = int(first) if first else max(0, size - int(last or 0))
    end = min(int(last), size - 1) if first and last else size - 1
    # The checksum of the whole object is not that of a part.
    kept = {
        key: value
        for key, value in headers.items()
        if not key.lower().startswith("x-amz-checksum") and key.lower() != "content-length"
    }
    if start > end:
        return 416, {**kept, "Content-Range": f"bytes */{size}"}, b""
    part = content[start : end + 1]
    cut = {"Content-Range": f"bytes {start}-{end}/{size}", "Content-Length": str(len(part))}
    return 206, {**kept, **cut}, part
