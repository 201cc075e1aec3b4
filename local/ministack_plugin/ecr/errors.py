"""ECR's errors in AWS's words."""

from ministack.core.responses import error_response_json

from ministack_plugin.answers import Answer


def no_repository(name: str) -> Answer:
    """Refuse a call on a repository that does not exist."""
    message = f"The repository with name '{name}' does not exist in the registry"
    return error_response_json("RepositoryNotFoundException", message, 400)


def no_image(repository: str, wanted: dict[str, str]) -> Answer:
    """Refuse a call on an image that does not exist."""
    shown = ", ".join(f"{key}:'{value}'" for key, value in wanted.items())
    message = f"The image with imageId {{{shown}}} does not exist within the repository with name '{repository}'"
    return error_response_json("ImageNotFoundException", message, 400)
