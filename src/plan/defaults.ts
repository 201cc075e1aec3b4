/** The value of each property that neither the template nor the type configuration sets. */
export const defaults = {
  dockerfile: 'Dockerfile',
  platforms: ['linux/amd64'],
  computeType: 'BUILD_GENERAL1_SMALL',
  timeoutInMinutes: 60,
  cacheDisabled: false,
  untaggedRetentionDays: 30,
  scanOnPush: true,
  removalPolicy: 'RETAIN_EXCEPT_ON_CREATE',
} as const;
