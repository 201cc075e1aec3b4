import { Projects } from '../../../local/codebuild/projects';
import type { CreateProject } from '../../../local/codebuild/records';

const caller = { account: '111122223333', region: 'eu-west-1' };

const input = (name: string, more: Partial<CreateProject> = {}): CreateProject => ({
  name,
  source: { type: 'NO_SOURCE', buildspec: 'x' },
  artifacts: { type: 'NO_ARTIFACTS' },
  environment: { type: 'LINUX_CONTAINER', image: 'i', computeType: 'BUILD_GENERAL1_SMALL' },
  serviceRole: 'arn:r',
  ...more,
});

it('keeps every member of a project and has defaults for the rest', () => {
  const projects = new Projects();
  const vpcConfig = { vpcId: 'v', subnets: ['s'], securityGroupIds: ['g'] };
  projects.create(input('p', { vpcConfig, description: 'd' }), caller);
  expect(projects.get('p', caller)).toMatchObject({
    arn: 'arn:aws:codebuild:eu-west-1:111122223333:project/p',
    vpcConfig,
    description: 'd',
    timeoutInMinutes: 60,
    queuedTimeoutInMinutes: 480,
    cache: { type: 'NO_CACHE' },
  });
});

it('changes only what an update sets', () => {
  const projects = new Projects();
  projects.create(input('p', { description: 'd', timeoutInMinutes: 9 }), caller);
  const arn = 'arn:aws:codebuild:eu-west-1:111122223333:project/p';
  const update = { name: arn, timeoutInMinutes: undefined, serviceRole: 'arn:other' };
  projects.update(update, caller);
  expect(projects.get('p', caller)).toMatchObject({
    name: 'p',
    description: 'd',
    timeoutInMinutes: 9,
    serviceRole: 'arn:other',
  });
});

it('has one state a Region and account', () => {
  const projects = new Projects();
  projects.create(input('p'), caller);
  expect(() => projects.create(input('p'), caller)).toThrow('Project already exists');
  for (const other of [
    { ...caller, region: 'eu-west-2' },
    { ...caller, account: '444455556666' },
  ]) {
    expect(() => projects.get('p', other)).toThrow('Project cannot be found');
    expect(projects.list({}, other)).toEqual({ projects: [] });
    projects.create(input('p'), other);
  }
});

it('lists names in pages, in both directions', () => {
  const projects = new Projects();
  const names = Array.from({ length: 150 }, (_, n) => `p${String(n).padStart(3, '0')}`);
  for (const name of names) projects.create(input(name), caller);
  const first = projects.list({}, caller) as { projects: string[]; nextToken: string };
  expect(first.projects).toEqual(names.slice(0, 100));
  const { nextToken } = first;
  expect(projects.list({ nextToken }, caller)).toEqual({ projects: names.slice(100) });
  expect(projects.list({ sortOrder: 'DESCENDING' }, caller)).toMatchObject({
    projects: names.reverse().slice(0, 100),
  });
  for (const token of ['!', Buffer.from('-1').toString('base64'), Buffer.from('999').toString('base64')])
    expect(() => projects.list({ nextToken: token }, caller)).toThrow('Invalid next token');
});

it('finds and deletes by name or ARN', () => {
  const projects = new Projects();
  projects.create(input('p'), caller);
  const arn = 'arn:aws:codebuild:eu-west-1:111122223333:project/p';
  expect(projects.batchGet({ names: [arn, 'q'] }, caller)).toMatchObject({
    projects: [{ name: 'p' }],
    projectsNotFound: ['q'],
  });
  projects.delete({ name: arn }, caller);
  projects.delete({ name: 'p' }, caller);
  expect(() => projects.get('p', caller)).toThrow('Project cannot be found');
});

it.each<[string, Partial<CreateProject>, RegExp]>([
  ['a buildspec over the limit', { source: { type: 'NO_SOURCE', buildspec: 'x'.repeat(25_601) } }, /25600/],
  ['a source without its location', { source: { type: 'S3' } }, /location is required for the type S3/],
  ['a variable that CodeBuild sets', variables('CODEBUILD_X', ''), /CODEBUILD_X begins with CODEBUILD_/],
  ['a value over the limit', variables('X', 'x'.repeat(4_097)), /X: its value has more than 4096/],
])('refuses %s', (_what, more, message) => {
  const projects = new Projects();
  expect(() => projects.create(input('p', more), caller)).toThrow(message);
  projects.create(input('p'), caller);
  expect(() => projects.update({ name: 'p', ...more }, caller)).toThrow(message);
});

function variables(name: string, value: string): Partial<CreateProject> {
  return { environment: { ...input('p').environment, environmentVariables: [{ name, value }] } };
}
