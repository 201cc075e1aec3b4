"""The arguments of the functions that use no names of the template by themselves."""

import re
from typing import Any

from ministack_plugin.cloudformation.template.errors import template_error

# In AWS's order, as its message lists them.
SUPPORTED = (
    *("Fn::Base64", "Fn::GetAtt", "Fn::GetAZs", "Fn::ImportValue", "Fn::Join", "Fn::Split", "Fn::FindInMap"),
    *("Fn::Select", "Ref", "Fn::Equals", "Fn::If", "Fn::Not", "Condition", "Fn::And", "Fn::Or", "Fn::Contains"),
    *("Fn::EachMemberEquals", "Fn::EachMemberIn", "Fn::ValueOf", "Fn::ValueOfAll", "Fn::RefAll", "Fn::Sub", "Fn::Cidr"),
)
# Left by macros, or for one of them.
OF_MACROS = ("Fn::Transform", "Fn::ForEach", "Fn::Length", "Fn::ToJsonString", "Fn::GetStackOutput")


def check_shape(function: str, argument: Any) -> None:
    """Raise TemplateError for a function that AWS does not know, or whose arguments are not what it needs."""
    if function not in SUPPORTED and not function.startswith(OF_MACROS):
        supported = f"Supported functions are: [{', '.join(SUPPORTED)}]"
        raise template_error(f"Encountered unsupported function: {function} {supported}")
    is_pair = isinstance(argument, list) and len(argument) == 2
    if function == "Fn::Join" and not (
        is_pair and isinstance(argument[0], str) and isinstance(argument[1], list | dict)
    ):
        raise template_error(
            "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be "
            "joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined."
        )
    if function == "Fn::Select":
        _check_select(argument)
    if function == "Fn::Split" and not (is_pair and isinstance(argument[0], str)):
        raise template_error(
            "every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a "
            "function that returns a string to be split."
        )


def _check_select(argument: Any) -> None:
    index, values = argument if isinstance(argument, list) and len(argument) == 2 else ("", [])
    if isinstance(index, dict):
        return
    if not re.fullmatch(r"-?\d+", str(index)):
        raise template_error("Fn::Select requires a list argument with two elements: an integer index and a list")
    # The length of a list is known when it holds nothing but texts: a function in it may have no value.
    is_known = isinstance(values, list) and all(isinstance(value, str) for value in values)
    if is_known and not 0 <= int(index) < len(values):
        raise template_error(f"Fn::Select cannot select nonexistent value at index {index}")
