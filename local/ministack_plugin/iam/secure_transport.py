"""aws:SecureTransport: the endpoint counts as https."""

from collections.abc import Callable

from ministack import app

from ministack_plugin.patch import patch


# AWS's endpoints are https, and bucket policies (CDK's for one) deny plain http. The endpoint is http on the loopback
# interface, which no one can listen in on. This patch stays.
@patch(app.pin_request_origin)
def pin_request_origin(original: Callable[[str, bool], None], source_ip: str, _secure: bool) -> None:
    """Count every request as one over https."""
    original(source_ip, True)
