"""Repositories that are encrypted with a customer's key: ECR uses it through grants."""

from collections.abc import Callable

from ministack.core.responses import error_response_json
from ministack.services import ecr, kms

from ministack_plugin.answers import Answer, Data
from ministack_plugin.patch import patch

OPERATIONS = ["DescribeKey", "Decrypt", "GenerateDataKeyWithoutPlaintext", "RetireGrant"]


# AWS refuses a key that ECR can't use, and grants itself the use of the key for as long as the repository exists
# (ECR User Guide, "Encryption at rest"). MiniStack stores any text as the key. Goes when it uses KMS.
@patch(ecr._create_repository)
def create_repository(original: Callable[[Data], Answer], data: Data) -> Answer:
    """Create a repository whose key can be used."""
    encryption = data.get("encryptionConfiguration") or {}
    key = encryption.get("kmsKey")
    if encryption.get("encryptionType") != "KMS" or not key:
        return original(data)
    record = kms._resolve_key(key)
    if record is None or record.get("KeyState") != "Enabled":
        reason = "does not exist" if record is None else f"is {record.get('KeyState')}"
        return error_response_json("KmsException", f"The KMS key {key} {reason}.", 400)
    answer = original({**data, "encryptionConfiguration": {**encryption, "kmsKey": record["Arn"]}})
    if answer[0] == 200:
        kms._create_grant(
            {
                "KeyId": record["Arn"],
                "Name": _grant_name(data),
                "GranteePrincipal": "ecr.amazonaws.com",
                "RetiringPrincipal": "ecr.amazonaws.com",
                "Operations": OPERATIONS,
            }
        )
    return answer


@patch(ecr._delete_repository)
def delete_repository(original: Callable[[Data], Answer], data: Data) -> Answer:
    """Retire the grants of a repository that goes."""
    answer = original(data)
    if answer[0] == 200:
        name = _grant_name(data)
        for grant_id in [key for key, grant in kms._grants.items() if grant["Name"] == name]:
            del kms._grants[grant_id]
    return answer


def _grant_name(data: Data) -> str:
    return f"ecr-{data.get('repositoryName', '').replace('/', '-')}"
