"""Declarations that change nothing by themselves are no update."""

from collections.abc import Callable
from typing import Any

from ministack.services.cloudformation import engine, handlers

from ministack_plugin.answers import Record
from ministack_plugin.patch import patch

_SECTIONS = ("Conditions", "Description", "Metadata")


# AWS answers "No updates are to be performed" when nothing but such a section changes, as long as every condition
# keeps its value. MiniStack compares whole templates in UpdateStack. Goes when it compares what they create.
@patch(handlers._stack_has_no_updates)
def stack_has_no_updates(
    original: Callable[..., bool], stack: Record, template: Record, values: Record, *args: Any, **named: Any
) -> bool:
    """Say whether an update would change nothing, its declarations aside."""
    before: Record = stack.get("_template") or {}
    if _conditions_stay(before, stack.get("_resolved_params") or {}, template, values):
        rest = {name: section for name, section in template.items() if name not in _SECTIONS}
        template = {**rest, **{name: before[name] for name in _SECTIONS if name in before}}
    return original(stack, template, values, *args, **named)


def _conditions_stay(before: Record, old_values: Record, after: Record, values: Record) -> bool:
    old = engine._evaluate_conditions(before, old_values)
    new = engine._evaluate_conditions(after, values)
    return all(new.get(name, value) == value for name, value in old.items())
