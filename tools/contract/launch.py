"""Runs the unmodified `cfn` tool, but without asking AWS for the account, and with a report for each input set."""

import itertools
import sys

import pytest
from rpdk.core.contract import resource_client

resource_client.get_account = lambda *_args, **_kwargs: "000000000000"

# The tool runs pytest once for each set in inputs/, and each run would overwrite the report of the one before.
run_pytest = pytest.main
numbers = itertools.count(1)


def run_numbered(args, **options):
    number = next(numbers)
    return run_pytest([f"{arg}.{number}" if arg.startswith("--junitxml=") else arg for arg in args], **options)


pytest.main = run_numbered

if __name__ == "__main__":
    from rpdk.core.cli import main

    main(sys.argv[1:])
