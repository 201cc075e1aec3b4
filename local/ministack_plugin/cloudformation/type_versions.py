"""AWS::CloudFormation::ResourceVersion and ResourceDefaultVersion: types that a template registers."""

import uuid
from collections.abc import Callable
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services.cloudformation import provisioners, stacks

from ministack_plugin.answers import Record
from ministack_plugin.cloudformation.registered_types import Outcome
from ministack_plugin.cloudformation.registry import ask_registry, await_registration
from ministack_plugin.iam.registration_rights import require_package, roles_passed_on
from ministack_plugin.iam.stack_identity import DeniedError, require_right
from ministack_plugin.node_half import RefusalError
from ministack_plugin.patch import patch

VERSION = "AWS::CloudFormation::ResourceVersion"
DEFAULT = "AWS::CloudFormation::ResourceDefaultVersion"
_PROPERTIES = {
    VERSION: {"TypeName", "SchemaHandlerPackage", "ExecutionRoleArn", "LoggingConfig"},
    DEFAULT: {"TypeVersionArn", "TypeName", "VersionId"},
}
_ATTRIBUTES = ("VersionId", "IsDefaultVersion", "Visibility", "ProvisioningType")


class HandlerError(RuntimeError):
    """A failure in the words in which a resource handler reports it to a stack."""

    def __init__(self, message: str, code: str) -> None:
        """Add the code, and a token as every operation has one."""
        details = f"RequestToken: {uuid.uuid4()}, HandlerErrorCode: {code}"
        super().__init__(f'Resource handler returned message: "{message}" ({details})')
        self.code = code


def _ask(action: str, **request: Any) -> dict[str, Any]:
    """Call the registry with the rights of the stack."""
    try:
        require_right(f"cloudformation:{action}")
        if action == "RegisterType":
            for right in roles_passed_on(request):
                require_right(*right)
            require_package(request)
        return ask_registry(action, request)
    except DeniedError as error:
        raise HandlerError(f"{error} (Service: CloudFormation, Status Code: 403)", "AccessDenied") from error
    except RefusalError as error:
        raise HandlerError(f"{error} (Service: CloudFormation, Status Code: {error.status})", _code(error)) from error


def _code(error: RefusalError) -> str:
    return "NotFound" if error.code == "TypeNotFoundException" else "GeneralServiceException"


def _check_properties(rtype: str, properties: Record) -> None:
    unknown = sorted(set(properties) - _PROPERTIES[rtype])
    problems = [f"#: extraneous key [{name}] is not permitted" for name in unknown]
    if rtype == VERSION:
        missing = [name for name in ("SchemaHandlerPackage", "TypeName") if name not in properties]
        problems += [f"#: required key [{name}] not found" for name in missing]
    elif ("TypeVersionArn" in properties) == ({"TypeName", "VersionId"} <= properties.keys()):
        problems.append("#: give either TypeVersionArn, or TypeName and VersionId")
    if problems:
        raise ValueError(f"Model validation failed ({'; '.join(problems)})")


def create_version(_logical_id: str, properties: Record, _stack_name: str) -> Outcome:
    """Register a version of a type; return when its registration has ended."""
    _check_properties(VERSION, properties)
    arn = _predict_arn(properties["TypeName"])
    token = _ask("RegisterType", Type="RESOURCE", **properties)["RegistrationToken"]
    _ask("DescribeTypeRegistration", RegistrationToken=token)
    if await_registration(token) == "FAILED":
        # The reason is in DescribeTypeRegistration only: AWS's handler drops it too.
        raise HandlerError(f"Resource of type '{VERSION}' with identifier '{arn}' did not stabilize.", "NotStabilized")
    described = _ask("DescribeType", Arn=arn)
    attributes = {name: _text(described[name]) for name in _ATTRIBUTES if name in described}
    return arn, {**attributes, "Arn": arn, "TypeArn": _type_arn(arn), "VersionId": arn.rsplit("/", 1)[-1]}


def _predict_arn(type_name: str) -> str:
    """Return the ARN that the next version gets: AWS's handler needs an identifier before the registration ends."""
    latest = 0
    for status in ("LIVE", "DEPRECATED"):
        request = {"Type": "RESOURCE", "TypeName": type_name, "DeprecatedStatus": status}
        while True:
            page = _list_versions(request)
            latest = max([latest, *(int(one["VersionId"]) for one in page["TypeVersionSummaries"])])
            if not page.get("NextToken"):
                break
            request["NextToken"] = page["NextToken"]
    path = f"type/resource/{type_name.replace('::', '-')}/{latest + 1:08d}"
    return f"arn:aws:cloudformation:{get_region()}:{get_account_id()}:{path}"


def _list_versions(request: dict[str, Any]) -> dict[str, Any]:
    try:
        return _ask("ListTypeVersions", **request)
    except HandlerError as error:
        if error.code == "AccessDenied":
            raise
        # The type was never registered.
        return {"TypeVersionSummaries": []}


def delete_version(physical_id: str, _properties: Record) -> None:
    """Deregister a version; with the last one goes the type."""
    try:
        described = _ask("DescribeType", Arn=physical_id)
    except HandlerError as error:
        if error.code == "NotFound":
            return
        raise
    if described.get("DeprecatedStatus") != "DEPRECATED":
        _ask("DeregisterType", Arn=physical_id)


def set_default(_logical_id: str, properties: Record, _stack_name: str) -> Outcome:
    """Make a version the one that stacks use."""
    _check_properties(DEFAULT, properties)
    if "TypeVersionArn" in properties:
        version = {"Arn": properties["TypeVersionArn"]}
    else:
        version = {"Type": "RESOURCE", **properties}
    _ask("SetTypeDefaultVersion", **version)
    arn = _type_arn(_ask("DescribeType", **version)["Arn"])
    return arn, {"Arn": arn}


def _type_arn(version_arn: str) -> str:
    return version_arn.rsplit("/", 1)[0]


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _update_default(_physical_id: str, _old: Record, new: Record, stack_name: str) -> Outcome:
    return set_default("", new, stack_name)


def _keep_default(_physical_id: str, _properties: Record) -> None:
    """Leave the default version as it is: on AWS too, deleting this resource changes nothing."""


provisioners._RESOURCE_HANDLERS[VERSION] = {"create": create_version, "delete": delete_version}
provisioners._RESOURCE_HANDLERS[DEFAULT] = {
    "create": set_default,
    "update": _update_default,
    "delete": _keep_default,
}
# A package is registered once: every change is another version.
provisioners._REPLACING_PROPERTIES[VERSION] = frozenset(_PROPERTIES[VERSION])
provisioners._REPLACING_PROPERTIES[DEFAULT] = frozenset()


# A registration takes a while, and the registry may read the package from this server. Stays.
@patch(stacks._runs_on_worker_thread)
def runs_on_worker_thread(original: Callable[[str], bool], rtype: str) -> bool:
    """Register types outside the event loop."""
    return rtype in _PROPERTIES or original(rtype)
