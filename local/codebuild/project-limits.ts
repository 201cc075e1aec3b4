import { AwsError } from '../service/errors';
import type { UpdateProject } from './records';

/** CodeBuild's limits that its API model does not state. */
const VALUE_LENGTH = 4_096;
const BUILDSPEC_LENGTH = 25_600;

/** @throws AwsError InvalidInputException */
export function checkLimits({ environment, source }: Pick<UpdateProject, 'environment' | 'source'>): void {
  if ((source?.buildspec?.length ?? 0) > BUILDSPEC_LENGTH)
    throw invalid(`Invalid buildspec: at most ${BUILDSPEC_LENGTH} characters are allowed`);
  if (source && !['NO_SOURCE', 'CODEPIPELINE'].includes(source.type) && !source.location)
    throw invalid(`Invalid project source: location is required for the type ${source.type}`);
  for (const { name, value } of environment?.environmentVariables ?? []) {
    if (name.startsWith('CODEBUILD_'))
      throw invalid(`Invalid environment variable name: ${name} begins with CODEBUILD_`);
    if (value.length > VALUE_LENGTH)
      throw invalid(
        `Invalid environment variable ${name}: its value has more than ${VALUE_LENGTH} characters`,
      );
  }
}

const invalid = (message: string): AwsError => new AwsError('InvalidInputException', message);
