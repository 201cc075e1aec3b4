import { parseArgs } from 'node:util';
import { badInput, notReady } from '../../cli/exit-code';
import { region as parseRegion, quote } from '../../cli/options/check';

export type Options =
  | { help: true }
  | { help: false; aws: false }
  | { help: false; aws: true; bucket: string; region: string; yes: boolean };

export const help = `usage: npm run e2e                                            on a local endpoint
       npm run e2e -- --aws --bucket BUCKET [--region REGION]  in the account of your credentials

Registers the type, deploys an image, deploys it again, changes and reverts it, lets a build and an update fail, deletes
everything and unregisters the type. On AWS it prints a plan and its price, and asks first.

  --aws            run on AWS, with the credentials that the AWS SDK finds (AWS_PROFILE, ...)
  --bucket BUCKET  a bucket of yours in the Region, for the build context
  --region REGION  default: AWS_REGION, AWS_DEFAULT_REGION
  --yes            do not ask
  --help           show this text

Ctrl-C cleans up and ends; a second Ctrl-C leaves what is left, and lists it.

Exit codes:
  0    every step came true, and nothing is left
  1    a step failed, or something is left
  2    an option is wrong, or the answer was no; nothing was done
  3    a prerequisite is missing: credentials, Region, bucket, Docker; nothing was done
  130  interrupted`;

/** @throws CommandFailure for an option that is wrong */
export function parseOptions(words: readonly string[], env: NodeJS.ProcessEnv = process.env): Options {
  const { help, aws, bucket, region, yes } = parse(words);
  if (help) return { help };
  if (!aws) {
    const stray = Object.entries({ bucket, region, yes }).find(([, value]) => value !== undefined);
    if (stray !== undefined) throw badInput(`--${stray[0]} is for AWS: add --aws`);
    return { help: false, aws: false };
  }
  if (bucket === undefined) throw badInput('--aws needs --bucket, for the build context');
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    throw badInput(`--bucket ${quote(bucket)} is not the name of a bucket`);
  if (env.AWS_ENDPOINT_URL)
    throw badInput(`AWS_ENDPOINT_URL is ${env.AWS_ENDPOINT_URL}, which is not AWS: unset it`);
  const chosen = region ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined);
  if (chosen === undefined) throw notReady('no Region: add --region, or set AWS_REGION');
  return { help: false, aws, bucket, region: parseRegion(chosen), yes: yes ?? false };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        help: { type: 'boolean' },
        aws: { type: 'boolean' },
        bucket: { type: 'string' },
        region: { type: 'string' },
        yes: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    // Node.js explains how to write a positional argument that begins with "-"; nobody wants that here.
    throw badInput((error as Error).message.replace(/\. To .*/s, ''));
  }
}
