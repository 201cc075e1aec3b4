"""The shapes that MiniStack's services receive and return."""

from collections.abc import Awaitable, Callable
from typing import Any

Headers = dict[str, str]
Parameters = dict[str, Any]
"""The parameters of a request in the query protocol: a list of values each, or one."""
Data = dict[str, Any]
"""The body of a request in a JSON protocol."""
Answer = tuple[int, Headers, bytes]
"""Status, headers and body."""
Handler = Callable[..., Awaitable[Answer]]
Record = dict[str, Any]
"""What MiniStack keeps of a stack, a resource, an image, ..."""
