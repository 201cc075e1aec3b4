import { defaultBucket } from '../artifacts/artifact-bucket';
import type { Connection } from '../aws/connection';
import { badInput } from '../exit-code';
import { applyRegistration, type PackageTarget } from '../registration/apply-registration';
import { costs } from '../registration/costs';
import { findRegistration, type Registration } from '../registration/find-registration';
import { missingBuckets, packageBucket, packageKey } from '../registration/package-bucket';
import { type Plan, planRegistration, type Wish } from '../registration/plan-registration';
import { connect } from './connect';
import { type CommonOptions, commandLine, followCommand } from './options';
import { inRegion } from './region-options';
import type { Session } from './session';

export interface RegisterOptions {
  update?: boolean;
  dryRun?: boolean;
  s3Bucket?: string;
}

/** What is to be done in one Region. */
interface RegionPlan {
  options: CommonOptions;
  connection: Connection;
  found: Registration;
  plan: Plan;
  target: PackageTarget;
}

/** Looks at every Region before it changes the first one. Returns the members of the result record. */
export async function registerInRegions(
  each: readonly CommonOptions[],
  wish: Wish,
  { update, dryRun, s3Bucket }: RegisterOptions,
  session: Session,
): Promise<object> {
  const regions: RegionPlan[] = [];
  for (const options of each)
    regions.push(await inRegion(options, () => planRegion(options, wish, s3Bucket)));
  for (const region of regions) for (const line of describePlan(region, wish)) session.step(line);
  if (regions.some(({ plan, connection }) => plan.action === 'create' && !connection.ownEndpoint))
    for (const line of costs) session.step(line);
  if (dryRun) {
    session.step('nothing was changed (--dry-run)');
    return { regions: regions.map(({ plan, found }) => ({ ...summary(found), changes: plan.changes })) };
  }
  if (!update) for (const region of regions) refuseChange(region, wish);
  const results: object[] = [];
  for (const region of regions) {
    const { plan, found, options } = region;
    const done = plan.action === 'none' ? found : await inRegion(options, () => apply(region, wish, session));
    results.push({ ...summary(done), action: plan.action });
  }
  return { regions: results };
}

async function planRegion(
  options: CommonOptions,
  wish: Wish,
  s3Bucket: string | undefined,
): Promise<RegionPlan> {
  const connection = await connect(options);
  const found = await findRegistration(connection, wish.package.schema.typeName);
  const bucket = await packageBucket(connection, s3Bucket);
  const plan = planRegistration(wish, found, { bucket: bucket.name, key: packageKey(wish.package) });
  const needed = [
    ...(plan.upload ? [bucket] : []),
    ...(plan.action === 'create' ? [await defaultBucket(connection)] : []),
  ];
  const create = await missingBuckets(connection, needed);
  if (s3Bucket !== undefined && create.includes(bucket))
    throw badInput(`--s3-bucket ${s3Bucket}: there is no such bucket`);
  return { options, connection, found, plan, target: { bucket, create } };
}

function describePlan({ plan, found, target }: RegionPlan, { package: content }: Wish): string[] {
  const { typeName } = content.schema;
  const where = `${typeName} in ${found.region} (account ${found.account})`;
  if (plan.action === 'none')
    return [`${where}: this package is registered, version ${found.type?.versionId}; nothing to change`];
  const kilobytes = Math.ceil(content.archive.length / 1024);
  const steps = [
    ...target.create.map(
      (bucket) =>
        `create the bucket ${bucket.name} for ${bucket === target.bucket ? 'packages' : 'build contexts'}, encrypted and closed to the public`,
    ),
    ...(plan.upload
      ? [
          `upload the package (${kilobytes} KB, SHA-256 ${content.digest.slice(0, 12)}...) to ${target.bucket.name}`,
        ]
      : []),
    ...plan.changes.map(
      (change) => `${change}${plan.action === 'create' ? ` (stack ${found.stackName})` : ''}`,
    ),
    ...(plan.foreignVersions.length === 0
      ? []
      : [`leave what something else registered, such as cfn submit: ${plan.foreignVersions.join(', ')}`]),
  ];
  return [
    `${plan.action === 'create' ? 'register' : 'update'} ${where}:`,
    ...steps.map((step) => `  - ${step}`),
  ];
}

/** What is registered is changed only on request, whoever registered it. */
function refuseChange({ plan, found }: RegionPlan, { package: content }: Wish): void {
  if (plan.action === 'none' || found.type === undefined) return;
  const by = plan.action === 'create' ? ' by something else, such as cfn submit' : '';
  throw badInput(
    `${content.schema.typeName} is already registered in ${found.region}${by} (version ${found.type.versionId} is the ` +
      `default one): add --update to ${plan.action === 'create' ? 'register this package as a new default version' : plan.changes.join('; ')}`,
  );
}

async function apply(
  { options, connection, found, plan, target }: RegionPlan,
  wish: Wish,
  session: Session,
): Promise<Registration> {
  const follow = followCommand(options, found.stackName);
  const done = await applyRegistration(plan, wish, target, {
    connection,
    display: session.display,
    signal: session.signal,
    pace: session.pace(connection),
    removal: commandLine(options, 'unregister'),
    leaveRunning: (running) =>
      session.leaveRunning(running ? `the registration continues; follow it with: ${follow}` : undefined),
  });
  session.step(
    `${wish.package.schema.typeName} is registered in ${found.region}, version ${done.type?.versionId}; every stack there can use it`,
  );
  return done;
}

const summary = ({ region, account, stackName, type }: Registration): object => ({
  region,
  account,
  stack: stackName,
  version: type?.versionId,
});
