"""Runs the unmodified `cfn` tool, with its STS at the endpoint of AWS_ENDPOINT_URL, and a report for each input set."""

import itertools
import os
import sys

import pytest
from rpdk.core import boto_helpers

# The tool computes AWS's own address instead of the one that the environment sets.
boto_helpers.get_service_endpoint = lambda _service, _region: os.environ["AWS_ENDPOINT_URL"]

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
