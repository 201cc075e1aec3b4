import type { Run } from '../ports/run';
import { ServiceError } from '../ports/service-error';

/** Where the registry's own scanning settings decide, ECR refuses a repository's: that fails no builder. */
export async function setScanOnPush(name: string, scanOnPush: boolean, run: Run): Promise<void> {
  try {
    await run.aws.ecr.setScanOnPush(name, scanOnPush);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'ValidationException') throw error;
    run.log(`ScanOnPush was not set on ${name}: the registry's scanning settings decide (${error.message})`);
  }
}
