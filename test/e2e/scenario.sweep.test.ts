import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Account } from '../../tools/e2e/account';
import { writeApp } from '../../tools/e2e/app';
import { cleanUp } from '../../tools/e2e/clean-up';
import { type DockerBuilder, dockerBuilder } from '../../tools/e2e/command';
import { namesOfRun } from '../../tools/e2e/names';
import { Interruption, runSteps } from '../../tools/e2e/run';
import { scenario, type World } from '../../tools/e2e/scenario';
import { roleCopies, type Statement } from '../support/role-copy';
import { root, uniqueName } from '../support/tools';

// A Region of its own: registering and unregistering there leaves the other tests' registration as it is.
const region = 'eu-west-3';
const endpoint = process.env.AWS_ENDPOINT_URL as string;
const account = new Account({ region, endpoint });
const bucket = uniqueName('docker-builder-e2e');

const statementsOf = (policy: string): Statement[] =>
  (
    JSON.parse(readFileSync(join(root, 'registration', policy), 'utf8')) as {
      Statement: Statement[];
    }
  ).Statement;

/** The environment of somebody who has these rights and no others. */
async function environmentWith(...statements: Statement[]): Promise<NodeJS.ProcessEnv> {
  const roles = roleCopies(endpoint);
  const session = await roles.sessionOf(await roles.withRights(...statements));
  return {
    ...process.env,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
    AWS_SESSION_TOKEN: session.sessionToken,
  };
}

let registrant: NodeJS.ProcessEnv;
let deployer: NodeJS.ProcessEnv;
beforeAll(async () => {
  registrant = await environmentWith(...statementsOf('register-policy.json'));
  deployer = await environmentWith(...statementsOf('deploy-policy.json'));
  await account.s3.createBucket({
    Bucket: bucket,
    CreateBucketConfiguration: { LocationConstraint: region },
  });
});
afterAll(() => account.s3.deleteBucket({ Bucket: bucket }));

/** Registers with the rights of one of the two policies, deploys with those of the other. */
const asThePoliciesAllow =
  (signal: AbortSignal): DockerBuilder =>
  (command, ...words) => {
    const env = String(command).endsWith('register') ? registrant : deployer;
    return dockerBuilder(env, signal)(command, ...words);
  };

async function run(interruption: Interruption, print: (line: string) => void) {
  const names = namesOfRun();
  const app = writeApp(names.typeName);
  const world: World = {
    names,
    region,
    partition: 'aws',
    bucket,
    ownBuckets: new Set(),
    folder: app.folder,
    account,
    run: asThePoliciesAllow(interruption.steps),
  };
  try {
    const ok = await runSteps(scenario(), world, interruption.steps, print);
    const cleaning = { ...world, run: asThePoliciesAllow(interruption.cleaning) };
    return { ok, left: await cleanUp(cleaning, interruption.cleaning, 200), names };
  } finally {
    app.remove();
  }
}

it('the life of a builder comes true with the rights of the two policies, and nothing is left', async () => {
  const lines: string[] = [];
  const { ok, left } = await run(new Interruption(), (line) => lines.push(line));
  expect(lines.filter((line) => line.includes('FAILED'))).toEqual([]);
  expect({ ok, left }).toEqual({ ok: true, left: [] });
  // Registering created it, because it did not exist.
  expect(await account.hasBucket(await account.contextsBucket(region))).toBe(false);
}, 180_000);

it.each(['register', 'deploy', 'change'])(
  'a run that is interrupted during its step "%s" is cleaned up, and nothing is left',
  async (step) => {
    const interruption = new Interruption();
    let waiting: NodeJS.Timeout | undefined;
    const { ok, left } = await run(interruption, (line) => {
      if (line.includes(`] ${step}: `)) waiting ??= setTimeout(() => interruption.interrupt(), 1_000);
    });
    clearTimeout(waiting);
    expect({ ok, left }).toEqual({ ok: false, left: [] });
  },
  120_000,
);
