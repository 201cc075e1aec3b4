"""Capabilities: a template that creates IAM resources or uses macros has to be acknowledged."""

from ministack.services.cloudformation import handlers

from ministack_plugin.patch import Function, patch


# AWS always asks for capabilities (InsufficientCapabilitiesException). MiniStack asks with AUTH=true only. Goes when
# it always asks.
@patch(handlers._capabilities_enforced)
def capabilities_enforced(_original: Function) -> bool:
    """Ask for capabilities, also where IAM is not enforced."""
    return True
