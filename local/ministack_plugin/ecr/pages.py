"""Lists in pages, with a token for the next one."""

import json
from collections.abc import Callable

from ministack.services import ecr

from ministack_plugin.answers import Answer, Data
from ministack_plugin.patch import patch

DEFAULT_PAGE = 100

Call = Callable[[Data], Answer]


def page(original: Call, data: Data, member: str) -> Answer:
    """Return one page of the list that a call answers as a whole."""
    whole = {key: value for key, value in data.items() if key not in ("maxResults", "nextToken")}
    status, headers, body = original(whole)
    if status != 200:
        return status, headers, body
    answer = json.loads(body)
    start, size = int(data.get("nextToken") or 0), int(data.get("maxResults") or DEFAULT_PAGE)
    items = answer[member]
    answer[member] = items[start : start + size]
    if start + size < len(items):
        answer["nextToken"] = str(start + size)
    return status, headers, json.dumps(answer).encode()


# AWS answers in pages of at most 100 unless another size is given. MiniStack cuts the list off without a token, or
# does not page at all. Both go when it does.
@patch(ecr._describe_repositories)
def describe_repositories(original: Call, data: Data) -> Answer:
    """Answer in pages, unless repositories are named."""
    return original(data) if data.get("repositoryNames") else page(original, data, "repositories")


@patch(ecr._list_images)
def list_images(original: Call, data: Data) -> Answer:
    """Answer in pages."""
    return page(original, data, "imageIds")
