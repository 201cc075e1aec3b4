"""Exports: a name belongs to one stack, and stays as it is while another stack imports it."""

from collections.abc import Awaitable, Callable
from typing import Any

from ministack.services.cloudformation import _exports, _stacks, handlers, stacks
from ministack.services.cloudformation.handlers import _imported_export_names, _resolve_stack
from ministack.services.cloudformation.helpers import _error, _p

from ministack_plugin.answers import Answer, Parameters, Record
from ministack_plugin.cloudformation.template.errors import TemplateError
from ministack_plugin.patch import patch


# AWS fails an operation that takes another stack's export, or changes one that is imported. MiniStack overwrites it.
# Goes when it refuses.
@patch(stacks._resolve_stack_outputs)
def resolve_stack_outputs(
    original: Callable[..., tuple[list[Record], Record]], *args: Any
) -> tuple[list[Record], Record]:
    """Resolve the outputs of a stack; raise when an export of its can't be as they say."""
    outputs, exports = original(*args)
    stack_id = args[-1]
    for name, export in exports.items():
        owner = _exports.get(name)
        if owner is not None and owner["StackId"] != stack_id:
            other = owner["StackId"].split("/")[1]
            raise TemplateError(f"Export with name {name} is already exported by stack {other}.")
        if owner is not None and owner["Value"] != export["Value"] and (user := _importer(name, stack_id)):
            raise TemplateError(f"Cannot update export {name} as it is in use by {user}")
    for name in _exports_of(stack_id):
        if name not in exports and (user := _importer(name, stack_id)):
            raise TemplateError(f"Cannot delete export {name} as it is in use by {user}")
    return outputs, exports


# On AWS an export goes with its output. MiniStack keeps it until the stack is deleted. Goes when it removes it.
@patch(stacks._deploy_stack_async)
async def deploy_stack(
    original: Callable[..., Awaitable[None]], stack_name: str, stack_id: str, *args: Any, **named: Any
) -> None:
    """Remove the exports that a stack no longer has."""
    await original(stack_name, stack_id, *args, **named)
    stack = _stacks[stack_name]
    if stack["StackStatus"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        kept = {output.get("ExportName") for output in stack["Outputs"]}
        for name in _exports_of(stack_id):
            if name not in kept:
                del _exports[name]


# AWS's words for the delete of a stack whose export is in use.
@patch(handlers._delete_stack)
def delete_stack(original: Callable[[Parameters], Answer], parameters: Parameters) -> Answer:
    """Delete a stack unless another one imports from it."""
    stack = _resolve_stack(_p(parameters, "StackName")) or {}
    if stack.get("StackStatus") not in (None, "DELETE_COMPLETE") and not stack.get("EnableTerminationProtection"):
        for name in _exports_of(stack["StackId"]):
            if user := _importer(name, stack["StackId"]):
                return _error("ValidationError", f"Export {name} cannot be deleted as it is in use by {user}")
    return original(parameters)


def _exports_of(stack_id: str) -> list[str]:
    return [name for name, export in _exports.items() if export["StackId"] == stack_id]


def _importer(export: str, stack_id: str) -> str | None:
    """Return the name of another stack that imports an export."""
    for name, stack in _stacks.items():
        is_alive = stack.get("_resources") and stack.get("StackStatus") != "DELETE_COMPLETE"
        if is_alive and stack["StackId"] != stack_id and export in _imported_export_names(stack, name):
            return str(name)
    return None
