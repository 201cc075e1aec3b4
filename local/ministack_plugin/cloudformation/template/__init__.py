"""What CloudFormation checks in a template and its parameters before it touches a stack, in its own words."""
