"""The keys of mappings that are known before a stack begins."""

import contextlib
from typing import Any

from ministack.services.cloudformation import engine

from ministack_plugin.answers import Record

# The others are known only once the stack exists.
_PSEUDO_PARAMETERS = ("AWS::AccountId", "AWS::Partition", "AWS::Region", "AWS::URLSuffix")


class _UnknownYetError(Exception):
    """A key is known only once the stack exists."""


def check_keys(node: Any, mappings: Record, parameters: Record, conditions: dict[str, bool]) -> None:
    """Raise ValueError for a key that a mapping does not have, in the branches that are taken."""
    if isinstance(node, list):
        for item in node:
            check_keys(item, mappings, parameters, conditions)
    elif isinstance(node, dict):
        argument = node.get("Fn::If")
        if isinstance(argument, list) and len(argument) == 3 and argument[0] in conditions:
            check_keys(argument[1 if conditions[argument[0]] else 2], mappings, parameters, conditions)
            return
        if "Fn::FindInMap" in node:
            with contextlib.suppress(_UnknownYetError):
                _value(node, mappings, parameters)
            return
        check_keys(list(node.values()), mappings, parameters, conditions)


def _value(node: Any, mappings: Record, parameters: Record) -> Any:
    if isinstance(node, str | int):
        return node
    if isinstance(node, dict) and len(node) == 1:
        function, argument = next(iter(node.items()))
        if function == "Fn::FindInMap" and len(argument) == 3:
            return engine.find_in_map(argument, mappings, lambda key: _value(key, mappings, parameters))
        if function == "Ref" and (argument in _PSEUDO_PARAMETERS or argument in parameters):
            return engine._resolve_refs(node, {}, parameters, {}, mappings, "", "")
    raise _UnknownYetError
