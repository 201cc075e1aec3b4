"""What a nested stack is to be: its template and its parameters, checked as those of every other stack."""

from ministack.core.responses import now_iso
from ministack.services.cloudformation import _stacks, engine
from ministack.services.cloudformation.provisioners import _check_nested_stack_capabilities, _tag_map

from ministack_plugin.answers import Record
from ministack_plugin.cloudformation.template.conditions import as_text
from ministack_plugin.cloudformation.template.errors import TemplateError
from ministack_plugin.cloudformation.template.text import read_template


def desired_state(properties: Record, parent_name: str, previous: Record) -> Record:
    """Return what a stack keeps of its template and its parameters; raise when they are refused."""
    body, template = read_template(properties.get("TemplateURL", ""))
    given = properties.get("Parameters") or {}
    if any(isinstance(value, list | dict) for value in given.values()):
        raise TemplateError("Value of property Parameters must be an object with String (or simple type) properties")
    provided = [{"Key": key, "Value": as_text(value)} for key, value in given.items()]
    # As it is written for its macros, and expanded for the IAM resources that they add.
    _check_nested_stack_capabilities(parent_name, template)
    expanded = engine._apply_transforms(template, provided, previous)
    _check_nested_stack_capabilities(parent_name, expanded)
    values = engine._resolve_parameters(expanded, provided, previous)
    conditions = engine._evaluate_conditions(expanded, values)
    engine.validate_template_support(expanded, conditions, params=values)
    tags = _tag_map(properties.get("Tags"))
    return {
        "Description": expanded.get("Description", ""),
        "Parameters": [
            {"ParameterKey": key, "ParameterValue": value["Value"], "NoEcho": value["NoEcho"]}
            for key, value in values.items()
        ],
        "Tags": [{"Key": key, "Value": value} for key, value in tags.items() if not key.startswith("aws:")],
        "Capabilities": list(_stacks[parent_name].get("Capabilities", [])),
        "LastUpdatedTime": now_iso(),
        "_template": expanded,
        "_template_body": body,
        "_resolved_params": values,
        "_conditions": conditions,
    }
