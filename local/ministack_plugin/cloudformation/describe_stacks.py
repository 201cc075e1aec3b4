"""DescribeStacks of a moving stack is held until the stack settles, for clients that poll slowly."""

import asyncio
import re

from ministack.services import cloudformation
from ministack.services.cloudformation.handlers import _resolve_stack
from ministack.services.cloudformation.helpers import _p

from ministack_plugin.answers import Answer, Handler, Headers, Parameters, Record
from ministack_plugin.cloudformation.query_protocol import parameters_of
from ministack_plugin.cloudformation.stack_deletion import is_stopping
from ministack_plugin.patch import patch

# A waiter of botocore (`aws cloudformation wait` and `deploy`, boto3, `cfn`) polls every 30 s and names its feature,
# B, in `m/`; `cdk` polls every 5 s. Clients that show progress poll by themselves and get an answer at once.
_POLLS_SLOWLY = re.compile(r"(?:^| )(?:m/(?:[^ ]*,)?B(?:[, ]|$)|aws-cdk/)")
LONGEST_HOLD = 20.0
STEP = 0.05


# AWS answers at once; holding saves up to 30 s a deployment. Stays: it is a convenience, not a repair.
@patch(cloudformation.handle_request)
async def handle_request(
    original: Handler, method: str, path: str, headers: Headers, body: bytes, query: Parameters
) -> Answer:
    """Hold DescribeStacks of one moving stack."""
    if _POLLS_SLOWLY.search(headers.get("user-agent", "")):
        parameters = parameters_of(method, body, query)
        if _p(parameters, "Action") == "DescribeStacks" and _p(parameters, "StackName"):
            await _settle(_p(parameters, "StackName"))
    return await original(method, path, headers, body, query)


async def _settle(name: str) -> None:
    for _ in range(int(LONGEST_HOLD / STEP)):
        stack = _resolve_stack(name)
        if stack is None or not _moves(stack):
            return
        await asyncio.sleep(STEP)


def _moves(stack: Record) -> bool:
    status = str(stack.get("StackStatus", ""))
    return is_stopping(stack) or (status.endswith("IN_PROGRESS") and status != "REVIEW_IN_PROGRESS")
