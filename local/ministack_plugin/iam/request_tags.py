"""aws:TagKeys of requests that name tag keys as ECR does."""

import json
from collections.abc import Callable

from ministack.core import iam_actions

from ministack_plugin.answers import Data, Parameters
from ministack_plugin.patch import patch


# AWS fills aws:TagKeys with the keys that an UntagResource removes. MiniStack reads only members called TagKeys, and
# ECR's is tagKeys. Goes when MiniStack reads both.
@patch(iam_actions.request_tag_context)
def request_tag_context(
    original: Callable[..., Data], service: str, action: str, body: bytes, params: Parameters
) -> Data:
    """Add the keys that the request removes."""
    context = original(service, action, body, params)
    if action != "ecr:UntagResource":
        return context
    return {**context, "aws:TagKeys": json.loads(body or b"{}").get("tagKeys", [])}
