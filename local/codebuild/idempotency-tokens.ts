import { createHash } from 'node:crypto';
import { AwsError } from '../service/errors';
import { type Caller, scopeOf } from '../service/service';
import type { BuildRecord, StartBuild } from './records';

/** CodeBuild remembers a token for five minutes. */
const LIFE_SECONDS = 300;

interface Used {
  at: number;
  parameters: string;
  build: BuildRecord;
}

/** Which build a token started. */
export class IdempotencyTokens {
  private readonly used = new Map<string, Used>();

  /** The build that the same request started. @throws AwsError when the token came with other parameters */
  find(input: StartBuild, caller: Caller, now: number): BuildRecord | undefined {
    const known = this.used.get(keyOf(input, caller));
    if (input.idempotencyToken === undefined || known === undefined || now - known.at > LIFE_SECONDS)
      return undefined;
    if (known.parameters !== hash(input))
      throw new AwsError('InvalidInputException', 'The idempotency token was used with other parameters');
    return known.build;
  }

  remember(input: StartBuild, caller: Caller, build: BuildRecord, now: number): void {
    if (input.idempotencyToken === undefined) return;
    this.used.set(keyOf(input, caller), { at: now, parameters: hash(input), build });
  }
}

const keyOf = ({ projectName, idempotencyToken }: StartBuild, caller: Caller): string =>
  [scopeOf(caller), projectName, idempotencyToken].join('/');

const hash = (input: StartBuild): string => createHash('sha256').update(JSON.stringify(input)).digest('hex');
