"""The rules of a registry's replication: what ECR refuses, and where they replicate to."""

from ministack_plugin.answers import Data, Record

# The quotas that ECR documents; they were raised for some accounts.
LIMITS = {"rules": 10, "destinations": 25, "filters": 100}

Fault = tuple[str, str]


def fault_of(configuration: Data, region: str, account: str, limits: dict[str, int]) -> Fault | None:
    """Return the code and the message with which ECR refuses the rules."""
    quota = {**LIMITS, **limits}
    rules: list[Record] = configuration.get("rules", [])
    destinations = [target for rule in rules for target in rule.get("destinations", [])]
    unique = {(target.get("registryId"), target.get("region")) for target in destinations}
    if len(rules) > quota["rules"]:
        return _too_long("replicationConfiguration.rules", quota["rules"])
    if len(unique) > quota["destinations"]:
        return _too_long("replicationConfiguration.rules.destinations", quota["destinations"])
    faults = (_fault_of_rule(number, rule, quota["filters"]) for number, rule in enumerate(rules, start=1))
    fault = next(filter(None, faults), None)
    if fault is None and (account, region) in unique:
        return ("ValidationException", "Replication destination cannot be the same as the source registry")
    return fault


def _fault_of_rule(number: int, rule: Record, most: int) -> Fault | None:
    where, filters = f"replicationConfiguration.rules.{number}.member", rule.get("repositoryFilters")
    if not rule.get("destinations"):
        return _constraint(f"{where}.destinations", "Member must not be null")
    if filters is not None and not filters:
        return _constraint(f"{where}.repositoryFilters", "Member must have length greater than or equal to 1")
    return _too_long(f"{where}.repositoryFilters", most) if len(filters or []) > most else None


def _too_long(where: str, most: int) -> Fault:
    return _constraint(where, f"Member must have length less than or equal to {most}")


def _constraint(where: str, constraint: str) -> Fault:
    return ("InvalidParameterException", f"Invalid parameter at '{where}' failed to satisfy constraint: '{constraint}'")


def destinations_of(rules: list[Record], repository: str, account: str) -> list[str]:
    """Return the Regions of this account that a repository is replicated to: once each."""
    found = [
        target["region"]
        for rule in rules
        if _matches(rule, repository)
        for target in rule.get("destinations", [])
        if target.get("registryId") == account
    ]
    return list(dict.fromkeys(found))


def _matches(rule: Record, repository: str) -> bool:
    filters = rule.get("repositoryFilters")
    return filters is None or any(repository.startswith(one.get("filter", "")) for one in filters)
