import type { Registration } from '../../../cli/registration/find-registration';
import {
  planRegistration,
  type Wish,
  wantedConfiguration,
} from '../../../cli/registration/plan-registration';
import { parseTemplate } from '../../../cli/template/template';
import { TYPE_NAME } from '../../../cli/type-name';

const text = 'Resources: {}\n';
const place = { bucket: 'packages', key: 'Type/new.zip' };
const buildRole = 'arn:aws:iam::1:role/docker-builder/acme-build';

const wish = (more: Partial<Wish> = {}, typeName = TYPE_NAME): Wish => ({
  package: { archive: Buffer.from(''), digest: 'new', schema: { typeName } },
  template: parseTemplate(text, 't.yaml'),
  parameters: new Map(),
  configuration: undefined,
  ...more,
});

const nothing: Registration = {
  account: '123456789012',
  region: 'eu-west-1',
  stackName: 'docker-builder-registration',
  stack: undefined,
  remains: undefined,
  template: undefined,
  type: undefined,
};

const type = (versionId: string, more: Partial<NonNullable<Registration['type']>> = {}) => ({
  versionId,
  executionRole: undefined,
  schema: null,
  versions: [versionId],
  configuration: undefined,
  ...more,
});

const registered = (
  parameters: Record<string, string> = {},
  more: Partial<Registration> = {},
): Registration => ({
  ...nothing,
  template: text,
  type: type('00000003'),
  ...more,
  stack: {
    StackName: 'docker-builder-registration',
    CreationTime: new Date(0),
    StackStatus: 'CREATE_COMPLETE',
    Parameters: Object.entries({
      TypeName: TYPE_NAME,
      NamePrefix: 'docker-builder',
      SchemaHandlerPackage: 's3://packages/Type/new.zip',
      VpcAccess: 'false',
      ...parameters,
    }).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Outputs: [
      { OutputKey: 'TypeVersionArn', OutputValue: 'arn:aws:cloudformation:r:1:type/resource/A-B-C/00000003' },
      { OutputKey: 'BuildRoleArn', OutputValue: buildRole },
    ],
  },
});

const plan = (found: Registration, wanted = wish()) => planRegistration(wanted, found, place);

describe('the plan of a registration', () => {
  it('creates the stack where there is nothing, with the names of the type', () => {
    expect(plan(nothing)).toMatchObject({ action: 'create', upload: true, foreignVersions: [] });
    expect(Object.fromEntries(plan(nothing).parameters)).toEqual({
      TypeName: TYPE_NAME,
      NamePrefix: 'docker-builder',
      SchemaHandlerPackage: 's3://packages/Type/new.zip',
    });
    const acme = plan(nothing, wish({}, 'Acme::Docker::Image'));
    expect(acme.parameters.get('NamePrefix')).toBe('acme-docker-image');
  });

  it('changes nothing where everything is as wanted', () => {
    expect(plan(registered())).toMatchObject({ action: 'none', stack: false, upload: false, changes: [] });
  });

  it('keeps what the user chose before: the prefix, the rights and the bucket of the same package', () => {
    const found = registered({
      NamePrefix: 'mine',
      VpcAccess: 'true',
      SchemaHandlerPackage: 's3://elsewhere/new.zip',
    });
    const configured = { ...found, type: type('00000003', { configuration: { ServiceRoleArn: buildRole } }) };
    expect(plan(configured)).toMatchObject({ action: 'none' });
  });

  it.each<[string, Registration, Partial<Wish>, RegExp]>([
    [
      'another package',
      registered({ SchemaHandlerPackage: 's3://packages/Type/old.zip' }),
      {},
      /register this package as a new version and the default one, in place of version 00000003/,
    ],
    [
      'another template',
      registered({}, { template: 'Resources: { A: 1 }' }),
      {},
      /bring the roles up to date/,
    ],
    [
      'another right',
      registered(),
      { parameters: new Map([['VpcAccess', 'true']]) },
      /change the parameter VpcAccess from "false" to "true"/,
    ],
    [
      'another default version',
      registered({}, { type: type('00000004', { versions: ['00000003', '00000004'] }) }),
      {},
      /make version 00000003 the default one again, instead of 00000004/,
    ],
    [
      'a type configuration',
      registered(),
      { configuration: { ComputeType: 'BUILD_GENERAL1_LARGE' } },
      /set the type configuration \(ComputeType\)/,
    ],
    [
      'an empty type configuration',
      registered({}, { type: type('00000003', { configuration: { PollIntervalSeconds: 5 } }) }),
      { configuration: {} },
      /set the type configuration \(empty\)/,
    ],
  ])('names %s', (_what, found, more, change) => {
    const planned = plan(found, wish(more));
    expect(planned.action).toBe('update');
    expect(planned.changes).toEqual([expect.stringMatching(change)]);
  });

  it('touches neither the stack nor the package for the configuration alone', () => {
    const configured = plan(registered(), wish({ configuration: { PollIntervalSeconds: 5 } }));
    expect(configured).toMatchObject({ stack: false, upload: false });
  });

  it('ignores white space around the template, which GetTemplate may not return', () => {
    expect(plan(registered({}, { template: text.trim() })).action).toBe('none');
  });

  it('names versions that something else registered', () => {
    const submitted = { ...nothing, type: type('00000002', { versions: ['00000001', '00000002'] }) };
    expect(plan(submitted)).toMatchObject({ action: 'create', foreignVersions: ['00000001', '00000002'] });
    const both = registered({}, { type: type('00000003', { versions: ['00000001', '00000003'] }) });
    expect(plan(both)).toMatchObject({ action: 'none', foreignVersions: ['00000001'] });
  });
});

describe('the type configuration of a registration', () => {
  it('stays as it is unless one is given', () => {
    const configured = type('00000003', { configuration: { PollIntervalSeconds: 5 } });
    expect(wantedConfiguration(wish(), registered())).toBeUndefined();
    expect(wantedConfiguration(wish(), registered({}, { type: configured }))).toBeUndefined();
  });

  it('names the build role where it has another name than the handlers expect', () => {
    const found = registered({ NamePrefix: 'acme' });
    expect(wantedConfiguration(wish(), found)).toEqual({ ServiceRoleArn: buildRole });
    expect(wantedConfiguration(wish({ configuration: { PollIntervalSeconds: 5 } }), found)).toEqual({
      ServiceRoleArn: buildRole,
      PollIntervalSeconds: 5,
    });
  });

  it('may name another build role', () => {
    const configuration = { ServiceRoleArn: 'arn:aws:iam::1:role/docker-builder/other' };
    expect(wantedConfiguration(wish({ configuration }), registered({ NamePrefix: 'acme' }))).toEqual(
      configuration,
    );
  });
});
