"""S3 where MiniStack's answers differ from AWS's: a range of one version of an object."""

import re

from ministack.services import s3

_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


def install() -> None:
    """Cuts what was asked for out of a version that MiniStack answers whole."""
    original = s3.handle_request

    async def handle_request(
        method: str, path: str, headers: dict, body: bytes, query_params: dict
    ) -> tuple:
        status, answered, content = await original(
            method, path, headers, body, query_params
        )
        wanted = _RANGE.match(headers.get("range", ""))
        if (
            method != "GET"
            or status != 200
            or wanted is None
            or "versionId" not in query_params
        ):
            return status, answered, content
        return _part(content, wanted.group(1), wanted.group(2), answered)

    s3.handle_request = handle_request


def _part(content: bytes, first: str, last: str, headers: dict) -> tuple:
    size = len(content)
    start = int(first) if first else max(0, size - int(last or 0))
    end = min(int(last), size - 1) if first and last else size - 1
    kept = {
        key: value
        for key, value in headers.items()
        # The checksum of the whole object is not that of a part.
        if not key.lower().startswith("x-amz-checksum")
        and key.lower() != "content-length"
    }
    if start > end:
        return 416, {**kept, "Content-Range": f"bytes */{size}"}, b""
    part = content[start : end + 1]
    return (
        206,
        {
            **kept,
            "Content-Range": f"bytes {start}-{end}/{size}",
            "Content-Length": str(len(part)),
        },
        part,
    )
