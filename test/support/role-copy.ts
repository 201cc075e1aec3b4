import { IAM } from '@aws-sdk/client-iam';
import { STS } from '@aws-sdk/client-sts';
import { ROOT_KEYS } from '../../local/engine/endpoint';
import { uniqueName } from './tools';

/** The two roles of the registration. */
export type RoleKind = 'execution' | 'build';

export interface Session {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

export interface Statement {
  Effect?: string;
  Action: string | readonly string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

const PATH = '/docker-builder/';
const ROOT = 'arn:aws:iam::000000000000:root';

const trusting = (Service: string) => ({
  Statement: [{ Effect: 'Allow', Principal: { AWS: ROOT, Service }, Action: 'sts:AssumeRole' }],
});

/** The service that assumes each role on AWS, and the account's root user, so that tests can have a session too. */
const TRUST = {
  execution: trusting('resources.cloudformation.amazonaws.com'),
  build: trusting('codebuild.amazonaws.com'),
};

/** What `cfn submit` lets the role do that delivers a type's log. */
export const LOG_DELIVERY = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
  'cloudwatch:ListMetrics',
  'cloudwatch:PutMetricData',
];

/** Copies of the registration's roles on an endpoint: the same rights, but for what a test takes away. */
export function roleCopies(endpoint: string) {
  const config = { endpoint, region: 'us-east-1', credentials: ROOT_KEYS };
  const [iam, sts] = [new IAM(config), new STS(config)];

  async function statementsOf(kind: RoleKind): Promise<Statement[]> {
    const RoleName = `docker-builder-${kind}-us-east-1`;
    const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName });
    const policies = await Promise.all(
      PolicyNames.map((PolicyName) => iam.getRolePolicy({ RoleName, PolicyName })),
    );
    return policies.flatMap(
      ({ PolicyDocument = '{}' }) =>
        (JSON.parse(decodeURIComponent(PolicyDocument)) as { Statement: Statement[] }).Statement,
    );
  }

  async function create(RoleName: string, trust: object, Statement: Statement[]): Promise<string> {
    const { Role } = await iam.createRole({
      RoleName,
      Path: PATH,
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', ...trust }),
    });
    await iam.putRolePolicy({
      RoleName,
      PolicyName: 'copied',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: Statement.map((statement) => ({ Effect: 'Allow', ...statement })),
      }),
    });
    return Role?.Arn ?? '';
  }

  return {
    /** Every action that a role has, once each. */
    async actionsOf(kind: RoleKind): Promise<string[]> {
      const actions = (await statementsOf(kind)).flatMap(({ Action }) => Action);
      return [...new Set(actions)].sort();
    },

    /**
     * The ARN of a new role with the rights of the registration's, less one action.
     * @param more what a registration's parameters would add
     */
    async copy(kind: RoleKind, less?: string, more: Statement[] = []): Promise<string> {
      const Statement = [...(await statementsOf(kind)), ...more].flatMap((statement) => {
        const Action = [statement.Action].flat().filter((action) => action !== less);
        return Action.length === 0 ? [] : [{ ...statement, Action }];
      });
      return create(uniqueName(kind), TRUST[kind], Statement);
    },

    /** The ARN of a new role with these rights, which the account's root user may assume. */
    withRights: (...statements: Statement[]): Promise<string> =>
      create(uniqueName('role'), TRUST.execution, statements),

    async sessionOf(RoleArn: string): Promise<Session> {
      const { Credentials } = await sts.assumeRole({ RoleArn, RoleSessionName: 'test' });
      return {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      };
    },
  };
}

type Copies = ReturnType<typeof roleCopies>;

const sessions = new Map<string, Promise<Session>>();

function sessionOnce(key: string, endpoint: string, role: (copies: Copies) => Promise<string>) {
  const copies = roleCopies(endpoint);
  const session = sessions.get(key + endpoint) ?? role(copies).then((arn) => copies.sessionOf(arn));
  sessions.set(key + endpoint, session);
  return session;
}

/** A session with the rights that the handlers have on an endpoint; one for each endpoint. */
export const executionSession = (endpoint: string): Promise<Session> =>
  sessionOnce('execution', endpoint, (copies) => copies.copy('execution'));

/** A session that may deliver a type's log; one for each endpoint. */
export const deliverySession = (endpoint: string): Promise<Session> =>
  sessionOnce('delivery', endpoint, (copies) => copies.withRights({ Action: LOG_DELIVERY, Resource: '*' }));
