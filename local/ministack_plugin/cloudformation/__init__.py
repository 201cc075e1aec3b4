"""CloudFormation: the registry of types, the life of a stack, and what MiniStack answers differently from AWS."""
