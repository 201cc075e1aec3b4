"""ECR: repository URIs on the endpoint, pages, errors, lifecycle policies."""
