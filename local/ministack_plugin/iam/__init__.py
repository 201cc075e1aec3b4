"""IAM as AWS enforces it, where MiniStack's AUTH=true is laxer: imported only when IAM is enforced."""
