"""How the plug-in replaces functions of MiniStack, and the version it does so with."""

import functools
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import Any

MINISTACK = "1.5.33"

Function = Callable[..., Any]


def check_version() -> None:
    """Exit with the reason when MiniStack is not the version the plug-in is written for."""
    found = version("ministack")
    if found != MINISTACK:
        raise SystemExit(f"the local engine needs ministack {MINISTACK}, found {found}: run the set-up again")


def patch(original: Function) -> Callable[[Function], Function]:
    """Replace a function of MiniStack by the decorated one, which gets the original as its first argument.

    The replacement takes effect under every name that MiniStack has for the function: its modules import
    functions from each other by name and keep tables of them. A name that is missing fails when the module of
    the patch is imported, so the decorators are the list of what the plug-in replaces.
    """

    def replace(replacement: Function) -> Function:
        @functools.wraps(original)
        def patched(*args: Any, **named: Any) -> Any:
            return replacement(original, *args, **named)

        names = [(place, name) for place in _namespaces() for name, value in place.items() if value is original]
        if not names:
            raise AttributeError(f"no module of ministack names {original.__qualname__}")
        for place, name in names:
            place[name] = patched
        return patched

    return replace


def _namespaces() -> Iterator[dict[Any, Any]]:
    """Yield the globals of MiniStack's modules, and the tables among them."""
    for name, module in list(sys.modules.items()):
        if name == "ministack" or name.startswith("ministack."):
            yield vars(module)
            yield from [value for value in vars(module).values() if type(value) is dict]
