import { join } from 'node:path';
import { CodeBuild } from '@aws-sdk/client-codebuild';
import { IAM } from '@aws-sdk/client-iam';
import { STS } from '@aws-sdk/client-sts';
import { ROOT_KEYS } from '../../local/engine/endpoint';
import { freePort } from '../../local/engine/ports';
import { roleCopies, type Session } from '../support/role-copy';
import { root, run, uniqueName } from '../support/tools';

const endpoint = () => process.env.AWS_ENDPOINT_URL as string;
const configOf = (credentials: { accessKeyId: string; secretAccessKey: string } = ROOT_KEYS) => ({
  endpoint: endpoint(),
  region: 'us-east-1',
  credentials,
});
const roleArn = (name: string) => `arn:aws:iam::000000000000:role/docker-builder/${name}`;
const buildRole = roleArn('docker-builder-build-us-east-1');

const projectOf = (name: string, serviceRole: string) => ({
  name,
  serviceRole,
  source: { type: 'NO_SOURCE' as const, buildspec: '{"version": 0.2, "phases": {}}' },
  artifacts: { type: 'NO_ARTIFACTS' as const },
  environment: {
    type: 'LINUX_CONTAINER' as const,
    image: 'aws/codebuild/standard:7.0',
    computeType: 'BUILD_GENERAL1_SMALL' as const,
  },
});

async function roleFor(principal: object, path = '/docker-builder/'): Promise<string> {
  const { Role } = await new IAM(configOf()).createRole({
    RoleName: uniqueName('role'),
    Path: path,
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
    }),
  });
  return Role?.Arn ?? '';
}

describe('a role that trusts a service', () => {
  it.each(['docker-builder-build-us-east-1', 'docker-builder-execution-us-east-1'])(
    'is not for the root user of the account: %s',
    async (name) => {
      const assumed = new STS(configOf()).assumeRole({ RoleArn: roleArn(name), RoleSessionName: 'root' });
      await expect(assumed).rejects.toMatchObject({
        name: 'AccessDenied',
        message: expect.stringContaining(
          `is not authorized to perform: sts:AssumeRole on resource: ${roleArn(name)}`,
        ),
      });
    },
  );

  it('is not for a caller who only claims to be the service', async () => {
    const RoleArn = await roleFor({ Service: 'codebuild.amazonaws.com' });
    const sts = new STS(configOf());
    sts.middlewareStack.add(
      (next) => (args) => {
        const { headers } = args.request as { headers: Record<string, string> };
        headers['x-docker-builder-service'] = 'codebuild.amazonaws.com';
        headers['x-docker-builder-secret'] = '';
        return next(args);
      },
      { step: 'build' },
    );
    const assumed = sts.assumeRole({ RoleArn, RoleSessionName: 'claimed' });
    await expect(assumed).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('is not for another service', async () => {
    const role = await roleFor({ Service: ['lambda.amazonaws.com', 'ecs-tasks.amazonaws.com'] });
    const created = new CodeBuild(configOf()).createProject(projectOf(uniqueName('docker-builder-x'), role));
    await expect(created).rejects.toMatchObject({
      name: 'InvalidInputException',
      message: `CodeBuild is not authorized to perform: sts:AssumeRole on ${role}`,
    });
  });

  it('is for the service, and only for resources that its conditions name', async () => {
    const codebuild = new CodeBuild(configOf());
    const [ours, others] = [uniqueName('docker-builder-x'), uniqueName('other')];
    await codebuild.createProject(projectOf(ours, buildRole));
    await expect(codebuild.createProject(projectOf(others, buildRole))).rejects.toMatchObject({
      message: `CodeBuild is not authorized to perform: sts:AssumeRole on ${buildRole}`,
    });
    await codebuild.deleteProject({ name: ours });
  });

  it('is also for the principals that it names besides', async () => {
    const RoleArn = await roleFor({
      Service: 'codebuild.amazonaws.com',
      AWS: 'arn:aws:iam::000000000000:root',
    });
    const { AssumedRoleUser } = await new STS(configOf()).assumeRole({ RoleArn, RoleSessionName: 'root' });
    expect(AssumedRoleUser?.Arn).toContain(':assumed-role/role-');
  });
});

describe('iam:PassRole', () => {
  let session: Session;
  beforeAll(async () => {
    const copies = roleCopies(endpoint());
    session = await copies.sessionOf(await copies.copy('execution'));
  });

  it.each<[string, string]>([
    ['outside the path', '/'],
    ['under a path that only begins alike', '/docker-builder-other/'],
  ])('is refused on a role %s', async (_, path) => {
    const role = await roleFor({ Service: 'codebuild.amazonaws.com' }, path);
    const codebuild = new CodeBuild(configOf(session));
    const refused = {
      name: 'AccessDeniedException',
      message: expect.stringMatching(
        `assumed-role/.* is not authorized to perform: iam:PassRole on resource: ${role} because no identity-based policy allows the iam:PassRole action`,
      ),
    };
    const name = uniqueName('docker-builder-x');
    await expect(codebuild.createProject(projectOf(name, role))).rejects.toMatchObject(refused);
    await codebuild.createProject(projectOf(name, buildRole));
    await expect(codebuild.updateProject({ name, serviceRole: role })).rejects.toMatchObject(refused);
    const started = codebuild.startBuild({ projectName: name, serviceRoleOverride: role });
    await expect(started).rejects.toMatchObject(refused);
    await codebuild.deleteProject({ name });
  });
});

describe('docker-builder local up', () => {
  it.each([
    { what: '--iam', options: ['--iam'], env: {}, enforced: true },
    { what: 'AUTH=true', options: [], env: { AUTH: 'true' }, enforced: true },
    { what: 'neither', options: [], env: { AUTH: '' }, enforced: false },
  ])(
    'with $what: IAM is enforced, and it prints how docker logs in: $enforced',
    async ({ options, env, enforced }) => {
      const port = String(await freePort());
      const local = (...args: string[]) =>
        run(process.execPath, [join(root, 'dist/docker-builder.js'), 'local', ...args, '--port', port], {
          env,
        });
      const { code, stderr } = await local('up', '--detach', ...options);
      try {
        const hint = `docker login --username AWS --password-stdin 127.0.0.1:${port}`;
        expect({ code, hint: stderr.includes(hint) }).toEqual({ code: 0, hint: enforced });
        const { status } = await fetch(`http://127.0.0.1:${port}/v2/`);
        expect(status).toBe(enforced ? 401 : 200);
      } finally {
        await local('down');
      }
    },
    60_000,
  );
});
