import type { Machine } from '../ports/codebuild';

const machines: Record<string, Machine> = {
  'linux/amd64': { type: 'LINUX_CONTAINER', image: 'aws/codebuild/standard:7.0' },
  'linux/arm64': { type: 'ARM_CONTAINER', image: 'aws/codebuild/amazonlinux-aarch64-standard:3.0' },
};

/** @param image of the build environment, for every platform. Default: CodeBuild's own for the platform */
export function machineFor(platform: string, image: string | undefined): Machine {
  const machine = machines[platform];
  if (machine === undefined) throw new Error(`no machine builds for ${platform}`);
  return { ...machine, image: image ?? machine.image };
}

/** `linux/arm64` -> `arm64` */
export const architectureOf = (platform: string): string => platform.split('/')[1] ?? platform;
