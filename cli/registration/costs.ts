/** What a registration costs, a sentence each (prices in us-east-1; handler operations of third-party types have a price). */
export const costs = [
  'costs: roles, log group and versions are free, storing the package costs less than 0.01 USD a month',
  '  later, each create, update, read or delete of a builder: 0.0009 USD, the first 1,000 a month are free',
  '  builds cost CodeBuild minutes, images ECR storage, and the logs of handlers (30 days) CloudWatch Logs storage',
] as const;
