"""Evaluates the Conditions section with the values of the parameters."""

import contextvars
from typing import Any

from ministack.services import cloudformation
from ministack.services.cloudformation import engine
from ministack.services.cloudformation.engine import _resolve_refs
from ministack.services.cloudformation.helpers import _p

from ministack_plugin.answers import Answer, Handler, Headers, Parameters, Record
from ministack_plugin.cloudformation.query_protocol import parameters_of
from ministack_plugin.patch import Function, patch

# The stack that a request names; the tasks that it starts inherit it. MiniStack evaluates without it.
_stack: contextvars.ContextVar[str] = contextvars.ContextVar("stack", default="")


# A condition may use AWS::StackName. Stays as long as _evaluate_conditions is not told the stack.
@patch(cloudformation.handle_request)
async def handle_request(
    original: Handler, method: str, path: str, headers: Headers, body: bytes, query: Parameters
) -> Answer:
    """Remember the stack of the request."""
    name = _p(parameters_of(method, body, query), "StackName")
    _stack.set(name.split("/")[1] if name.startswith("arn:") and "/" in name else name)
    return await original(method, path, headers, body, query)


# AWS resolves Fn::Join, Fn::FindInMap, Fn::Sub, Fn::Split, lists and pseudo parameters in conditions, and compares
# booleans as `true` and `false`. MiniStack knows Ref and Fn::Select there. Goes when it resolves all of them.
@patch(engine._evaluate_conditions)
def evaluate_conditions(_original: Function, template: Record, parameters: Record) -> dict[str, bool]:
    """Return each condition with its value; the conditions have been checked."""
    expressions = template.get("Conditions") or {}
    evaluated: dict[str, bool] = {}

    def named(name: str) -> bool:
        if name not in evaluated:
            evaluated[name] = evaluate(expressions[name])
        return evaluated[name]

    def evaluate(expression: Record) -> bool:
        function, argument = next(iter(expression.items()))
        match function:
            case "Condition":
                return named(argument)
            case "Fn::Not":
                return not evaluate(argument[0])
            case "Fn::And":
                return all(evaluate(operand) for operand in argument)
            case "Fn::Or":
                return any(evaluate(operand) for operand in argument)
        left, right = (as_text(resolve(operand)) for operand in argument)
        return left == right

    def resolve(operand: Any) -> Any:
        return _resolve_refs(operand, {}, parameters, evaluated, template.get("Mappings") or {}, _stack.get(), "")

    return {name: named(name) for name in expressions}


def as_text(value: Any) -> Any:
    """Return a value as AWS compares it: text, or a list of texts."""
    if isinstance(value, bool):
        return str(value).lower()
    return [as_text(item) for item in value] if isinstance(value, list) else str(value)
