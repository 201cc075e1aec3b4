"""AWS's query protocol: flat parameters in, XML out."""

import re
from html import escape
from typing import Any
from urllib.parse import parse_qs

from ministack_plugin.answers import Parameters

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parameters_of(method: str, body: bytes, query: Parameters) -> Parameters:
    """Return the parameters of a request, from its URL and its body."""
    parameters = dict(query)
    if method == "POST" and body:
        parameters.update(parse_qs(body.decode("utf-8", errors="replace"), keep_blank_values=True))
    return parameters


def nested(parameters: Parameters) -> dict[str, Any]:
    """Return `A.B=1` and `L.member.1=x` as nested dictionaries and lists."""
    root: dict[str, Any] = {}
    for name, values in parameters.items():
        node = root
        *path, last = name.split(".")
        for key in path:
            # An empty list arrives as `L=`, and a broken request may have both.
            if not isinstance(node.get(key), dict):
                node[key] = {}
            node = node[key]
        node[last] = values[0] if isinstance(values, list) else values
    return {key: _with_lists(value) for key, value in root.items()}


def _with_lists(node: object) -> object:
    if not isinstance(node, dict):
        return node
    if set(node) == {"member"} and isinstance(node["member"], dict) and all(key.isdecimal() for key in node["member"]):
        by_number = sorted(node["member"].items(), key=lambda pair: int(pair[0]))
        return [_with_lists(item) for _, item in by_number]
    return {key: _with_lists(value) for key, value in node.items()}


def members_xml(value: object) -> str:
    """Return a value as the inside of an XML element."""
    if isinstance(value, dict):
        return "".join(f"<{key}>{members_xml(item)}</{key}>" for key, item in value.items() if item is not None)
    if isinstance(value, list):
        return "".join(f"<member>{members_xml(item)}</member>" for item in value)
    return escape(printable(str(value).lower() if isinstance(value, bool) else str(value)))


def printable(text: str) -> str:
    """Replace what XML 1.0 can't contain: one such character, and no client can read the answer."""
    return _NOT_IN_XML.sub("?", text)
