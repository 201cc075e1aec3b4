"""Drift of registered types: their READ handlers say what is there."""

import asyncio
import json
import re
from collections.abc import Callable

from ministack.core.concurrency import run_reentrant
from ministack.core.responses import new_uuid, now_iso
from ministack.services.cloudformation import drift, handlers
from ministack.services.cloudformation.handlers import _resolve_stack
from ministack.services.cloudformation.helpers import _error, _extract_string_members, _p, _xml

from ministack_plugin.answers import Answer, Parameters, Record
from ministack_plugin.cloudformation.registered_types import has_handler, is_registered, question
from ministack_plugin.node_half import RefusalError, call
from ministack_plugin.patch import patch

# AWS recommends to detect drift after an import. MiniStack lacks both statuses. Goes when it has them.
drift.DRIFT_DETECTABLE_STATUSES |= {"IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"}

_DETECTION_ID = re.compile(rb"<StackDriftDetectionId>(.+?)</StackDriftDetectionId>")


# AWS's words. Goes when MiniStack uses them.
@patch(handlers._drift_target)
def drift_target(
    original: Callable[[str], tuple[Record | None, Answer | None]], stack_name: str
) -> tuple[Record | None, Answer | None]:
    """Return the stack that a call about drift names, or its refusal."""
    stack = _resolve_stack(stack_name) or {}
    status = stack.get("StackStatus", "DELETE_COMPLETE")
    if status == "DELETE_COMPLETE" or status in drift.DRIFT_DETECTABLE_STATUSES:
        return original(stack_name)
    place = f"stack [{stack['StackId']}] while it is in [{status}] state"
    return None, _error("ValidationError", f"Drift detection cannot be performed on {place}")


# AWS checks a registered type that has a READ handler; one without stays NOT_CHECKED. Both patches stay.
@patch(drift.supports_drift)
def supports_drift(original: Callable[[str], bool], rtype: str) -> bool:
    """Whether drift of a type can be detected."""
    return has_handler(rtype, "read") if is_registered(rtype) else original(rtype)


@patch(drift.detect_resource_drift)
def detect_resource_drift(
    original: Callable[..., Record], stack: Record, logical_id: str, record: Record, timestamp: str
) -> Record:
    """Compare a resource with what its stack expects. Blocks: call it on a worker thread."""
    rtype = record.get("ResourceType", "")
    if not is_registered(rtype):
        return original(stack, logical_id, record, timestamp)
    found: Record = {
        "StackId": stack["StackId"],
        "LogicalResourceId": logical_id,
        "PhysicalResourceId": record.get("PhysicalResourceId", ""),
        "ResourceType": rtype,
        "Timestamp": timestamp,
    }
    try:
        seen = read_drift(stack, logical_id, record)
    except RefusalError as error:
        return {**found, "StackResourceDriftStatus": "UNKNOWN", "DriftStatusReason": str(error)}
    found["StackResourceDriftStatus"] = seen["status"]
    found["ExpectedProperties"] = json.dumps(seen["expected"], sort_keys=True)
    if seen["status"] == "DELETED":
        return found
    found["ActualProperties"] = json.dumps(seen["actual"], sort_keys=True)
    if seen["differences"]:
        found["PropertyDifferences"] = seen["differences"]
    return found


def read_drift(stack: Record, logical_id: str, record: Record) -> Record:
    """Return what a resource is compared with what its stack expects: status, expected, actual, differences. Blocks."""
    more = {"logicalId": logical_id, "physicalId": record.get("PhysicalResourceId", "")}
    properties = record.get("Properties") or {}
    return call("/operations/drift", question(record["ResourceType"], properties, more, stack))


# AWS answers with an id at once and detects meanwhile, one detection of a stack at a time. MiniStack detects before it
# answers, on the event loop that a handler calls back into. Goes when it detects in the background.
@patch(handlers._detect_stack_drift)
def detect_stack_drift(original: Callable[[Parameters], Answer], parameters: Parameters) -> Answer:
    """Begin to detect the drift of a stack."""
    stack = _resolve_stack(_p(parameters, "StackName")) or {}
    if _is_detecting(stack):
        return _error("ValidationError", f"Drift detection is already in progress for stack [{stack['StackId']}]")
    if not _needs_handlers(stack, _extract_string_members(parameters, "LogicalResourceIds")):
        return original(parameters)
    detection = {
        "StackId": stack["StackId"],
        "StackDriftDetectionId": new_uuid(),
        "StackDriftStatus": "NOT_CHECKED",
        "DetectionStatus": "DETECTION_IN_PROGRESS",
        "Timestamp": now_iso(),
    }
    stack.setdefault("_drift_detections", {})[detection["StackDriftDetectionId"]] = detection
    task = asyncio.get_running_loop().create_task(_detect(original, parameters, stack, detection))
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)
    answered = f"<StackDriftDetectionId>{detection['StackDriftDetectionId']}</StackDriftDetectionId>"
    return _xml(200, "DetectStackDriftResponse", f"<DetectStackDriftResult>{answered}</DetectStackDriftResult>")


# The event loop keeps no reference to a task.
_tasks: set[asyncio.Task[None]] = set()


def _is_detecting(stack: Record) -> bool:
    detections = stack.get("_drift_detections") or {}
    return any(one["DetectionStatus"] == "DETECTION_IN_PROGRESS" for one in detections.values())


def _needs_handlers(stack: Record, wanted: list[str]) -> bool:
    """Whether a handler is called: what MiniStack refuses, and what it knows itself, it answers itself."""
    resources = stack.get("_resources", {})
    if stack.get("StackStatus") not in drift.DRIFT_DETECTABLE_STATUSES or set(wanted) - set(resources):
        return False
    return any(is_registered(resources[name]["ResourceType"]) for name in wanted or resources)


async def _detect(
    original: Callable[[Parameters], Answer], parameters: Parameters, stack: Record, detection: Record
) -> None:
    """Detect the drift of a stack, and record the result under the id that was answered."""
    reason = ""
    try:
        _, _, body = await run_reentrant(original, parameters)
        if answered := _DETECTION_ID.search(body):
            result = stack["_drift_detections"].pop(answered[1].decode())
            detection.update(result, StackDriftDetectionId=detection["StackDriftDetectionId"])
        else:
            reason = body.decode()
    except Exception as error:  # noqa: BLE001 whoever waits for the detection learns why it failed
        reason = str(error)
    if reason:
        failed = {"DetectionStatus": "DETECTION_FAILED", "StackDriftStatus": "UNKNOWN"}
        detection.update(failed, DetectionStatusReason=f"Failed to detect drift: {reason}")
