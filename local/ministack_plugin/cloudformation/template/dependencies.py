"""Resources do not depend on each other in a circle."""

from ministack_plugin.answers import Record
from ministack_plugin.cloudformation.template.errors import TemplateError, listed
from ministack_plugin.cloudformation.template.functions import uses


def check_acyclic(template: Record, conditions: dict[str, bool]) -> None:
    """Raise TemplateError that names the resources of a circle."""
    resources = {
        name: resource
        for name, resource in (template.get("Resources") or {}).items()
        if conditions.get(resource.get("Condition", ""), True)
    }
    needs = {name: _needs(resource) & set(resources) for name, resource in resources.items()}
    # What nothing needs and what needs nothing is in no circle.
    while needs:
        needed = {other for others in needs.values() for other in others}
        left = {name: others & set(needs) for name, others in needs.items() if others & set(needs) and name in needed}
        if left == needs:
            raise TemplateError(f"Circular dependency between resources: {listed(sorted(left))}")
        needs = left


def _needs(resource: Record) -> set[str]:
    depends_on = resource.get("DependsOn", [])
    names = {depends_on} if isinstance(depends_on, str) else set(depends_on)
    used = uses(resource.get("Properties") or {})
    return names | {use.name for use in used if use.is_value}
