"""GetTemplateSummary: how resources of registered types are identified in an import."""

from collections.abc import Callable

from ministack.services.cloudformation import handlers
from ministack.services.cloudformation.engine import _parse_template
from ministack.services.cloudformation.handlers import _resolve_stack, _resolve_template
from ministack.services.cloudformation.helpers import _p

from ministack_plugin.answers import Answer, Parameters
from ministack_plugin.cloudformation.query_protocol import members_xml
from ministack_plugin.cloudformation.registered_types import identifier_keys
from ministack_plugin.patch import patch

_END = b"</GetTemplateSummaryResult>"


# AWS lists the properties that identify the resources of each type. MiniStack has no such list. Goes when it has one
# that includes registered types.
@patch(handlers._get_template_summary)
def get_template_summary(original: Callable[[Parameters], Answer], parameters: Parameters) -> Answer:
    """Add the identifiers of registered types to the summary."""
    status, headers, body = original(parameters)
    summaries = _summaries(_template_of(parameters)) if status == 200 else []
    if not summaries:
        return status, headers, body
    listed = f"<ResourceIdentifierSummaries>{members_xml(summaries)}</ResourceIdentifierSummaries>"
    return status, headers, body.replace(_END, listed.encode() + _END)


def _template_of(parameters: Parameters) -> dict[str, object]:
    body, _ = _resolve_template(parameters)
    if not body:
        body = _resolve_stack(_p(parameters, "StackName")).get("_template_body", "{}")
    template: dict[str, object] = _parse_template(body)
    return template


def _summaries(template: dict[str, object]) -> list[dict[str, object]]:
    by_type: dict[str, list[str]] = {}
    resources = template.get("Resources")
    for logical_id, resource in (resources if isinstance(resources, dict) else {}).items():
        if isinstance(resource, dict) and identifier_keys(str(resource.get("Type"))):
            by_type.setdefault(resource["Type"], []).append(logical_id)
    return [
        {"ResourceType": rtype, "LogicalResourceIds": ids, "ResourceIdentifiers": identifier_keys(rtype)}
        for rtype, ids in by_type.items()
    ]
