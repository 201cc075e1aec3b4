"""Change sets that revert drift: they compare the template with what is there, not with the template before."""

import copy
from collections.abc import Awaitable, Callable
from typing import Any

from ministack.services.cloudformation import _change_sets, changesets
from ministack.services.cloudformation.changesets import _find_change_set
from ministack.services.cloudformation.handlers import _resolve_stack
from ministack.services.cloudformation.helpers import _error, _p

from ministack_plugin.answers import Answer, Parameters, Record
from ministack_plugin.cloudformation.drift import read_drift
from ministack_plugin.cloudformation.registered_types import create_only_paths, has_handler
from ministack_plugin.node_half import RefusalError
from ministack_plugin.patch import patch

Call = Callable[[Parameters], Answer]


# MiniStack ignores DeploymentMode. The patches of this module go when it compares with what is there.
@patch(changesets._create_change_set)
def create_change_set(original: Call, parameters: Parameters) -> Answer:
    """Create a change set; one that reverts drift also changes what has drifted."""
    if _p(parameters, "DeploymentMode") != "REVERT_DRIFT":
        return original(parameters)
    if _p(parameters, "ChangeSetType", "UPDATE") != "UPDATE":
        return _error("ValidationError", "DeploymentMode REVERT_DRIFT is only valid when ChangeSetType is UPDATE.")
    known = set(_change_sets)
    answer = original(parameters)
    for key, change_set in list(_change_sets.items()):
        if key not in known:
            _revert(change_set)
    return answer


def _revert(change_set: Record) -> None:
    """Add to a change set what has drifted, with what is there now."""
    change_set["DeploymentMode"] = "REVERT_DRIFT"
    failed_otherwise = change_set["Status"] == "FAILED" and "didn't contain changes" not in change_set["StatusReason"]
    if failed_otherwise:
        return
    stack = _resolve_stack(change_set["StackId"])
    changed = {change["ResourceChange"]["LogicalResourceId"]: change for change in change_set["Changes"]}
    change_set["_found"] = {}
    for logical_id, record in stack["_resources"].items():
        rtype = record.get("ResourceType", "")
        if logical_id not in change_set["_template"]["Resources"] or not has_handler(rtype, "read"):
            continue
        try:
            seen = read_drift(stack, logical_id, record)
        except RefusalError as error:
            failed = {"Status": "FAILED", "ExecutionStatus": "UNAVAILABLE", "StatusReason": str(error), "Changes": []}
            change_set.update(failed)
            return
        if seen["status"] == "IN_SYNC":
            continue
        change_set["_found"][logical_id] = seen.get("actual")
        if logical_id not in changed or seen["status"] == "DELETED":
            changed[logical_id] = _change(logical_id, record, seen)
    change_set["Changes"] = list(changed.values())
    if change_set["Changes"]:
        change_set.update(Status="CREATE_COMPLETE", ExecutionStatus="AVAILABLE", StatusReason="")


def _change(logical_id: str, record: Record, seen: Record) -> Record:
    rtype = record["ResourceType"]
    change: Record = {"LogicalResourceId": logical_id, "ResourceType": rtype, "Scope": [], "Details": []}
    if seen["status"] == "DELETED":
        return {"ResourceChange": {"Action": "Add", **change}}
    paths = [tuple(difference["PropertyPath"].split("/")[1:]) for difference in seen["differences"]]
    fixed = [tuple(path) for path in create_only_paths(rtype)]
    replaces = {path[0]: any(path[: len(one)] == one for one in fixed) for path in paths}
    details = [_detail(name, replaced) for name, replaced in replaces.items()]
    more = {"PhysicalResourceId": record["PhysicalResourceId"], "Scope": ["Properties"], "Details": details}
    replacement = "True" if any(replaces.values()) else "False"
    return {"ResourceChange": {"Action": "Modify", **change, **more, "Replacement": replacement}}


def _detail(name: str, replaced: bool) -> Record:
    target = {"Attribute": "Properties", "Name": name, "RequiresRecreation": "Always" if replaced else "Never"}
    return {"Target": target, "Evaluation": "Static", "ChangeSource": "DirectModification"}


@patch(changesets._execute_change_set)
def execute_change_set(original: Call, parameters: Parameters) -> Answer:
    """Execute a change set; one that reverts drift changes what was found, and a rollback brings that back."""
    _, change_set = _find_change_set(_p(parameters, "ChangeSetName"), _p(parameters, "StackName"))
    if not change_set or not change_set.get("_found") or change_set["ExecutionStatus"] != "AVAILABLE":
        return original(parameters)
    stack = _resolve_stack(change_set["StackId"])
    before = change_set["_expected"] = stack["_resources"]
    stack["_resources"] = copy.deepcopy(before)
    for logical_id, actual in change_set["_found"].items():
        if actual is None:
            del stack["_resources"][logical_id]
        else:
            stack["_resources"][logical_id]["Properties"] = actual
    answer = original(parameters)
    if change_set["ExecutionStatus"] == "AVAILABLE":
        stack["_resources"] = before
    return answer


@patch(changesets._track_change_set_execution)
async def track_execution(
    original: Callable[..., Awaitable[None]], change_set: Record, stack: Record, *args: Any
) -> None:
    """Follow the execution of a change set; after a rollback what had drifted drifts from the same properties."""
    await original(change_set, stack, *args)
    if change_set["ExecutionStatus"] == "EXECUTE_COMPLETE":
        return
    for logical_id in change_set.get("_found") or {}:
        expected = change_set["_expected"][logical_id]
        record = stack["_resources"].setdefault(logical_id, expected)
        record["Properties"] = expected["Properties"]


@patch(changesets._describe_change_set)
def describe_change_set(original: Call, parameters: Parameters) -> Answer:
    """Describe a change set, with its mode."""
    status, headers, body = original(parameters)
    _, change_set = _find_change_set(_p(parameters, "ChangeSetName"), _p(parameters, "StackName"))
    mode: Any = (change_set or {}).get("DeploymentMode")
    end = b"</DescribeChangeSetResult>"
    shown = f"<DeploymentMode>{mode}</DeploymentMode>".encode() if mode else b""
    return status, headers, body.replace(end, shown + end)
