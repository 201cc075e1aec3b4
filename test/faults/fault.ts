import { protocolOf } from './call';

/** An answer that the service did not give. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** What may befall a call. */
export type Fault =
  /** Answered with an error, without reaching the service. */
  | { kind: 'refuse'; status: number; code: string; message: string }
  /** The connection breaks: before the service gets the call, or after it acted, so that its answer is lost. */
  | { kind: 'reset'; when: 'before' | 'after' }
  /** No answer, ever: the client gives up. */
  | { kind: 'hang' }
  /** Answered late. */
  | { kind: 'delay'; milliseconds: number }
  /** Something else happens when the call arrives, or after it took effect; the call gets no answer. */
  | { kind: 'interrupt'; when: 'before' | 'after'; act: () => void }
  /** Whatever the service says is there is answered as not there. */
  | { kind: 'hide' };

export const denied: Fault = {
  kind: 'refuse',
  status: 400,
  code: 'AccessDeniedException',
  message: 'refused on purpose',
};
export const throttled: Fault = {
  kind: 'refuse',
  status: 400,
  code: 'ThrottlingException',
  message: 'Rate exceeded',
};
export const broken: Fault = { kind: 'refuse', status: 500, code: 'InternalFailure', message: 'an error' };
export const unavailable: Fault = {
  kind: 'refuse',
  status: 503,
  code: 'ServiceUnavailable',
  message: 'later',
};

export function refusal(call: string, { status, code, message }: Fault & { kind: 'refuse' }): Answer {
  if (protocolOf(call) === 'xml') {
    const s3 = {
      ThrottlingException: ['SlowDown', 503],
      AccessDeniedException: ['AccessDenied', 403],
    }[code] ?? [code, status];
    return {
      status: s3[1] as number,
      headers: { 'content-type': 'application/xml' },
      body: `<Error><Code>${s3[0]}</Code><Message>${message}</Message></Error>`,
    };
  }
  return json(status, { __type: code, message }, code);
}

const json = (status: number, content: object, code?: string): Answer => ({
  status,
  headers: {
    'content-type': 'application/x-amz-json-1.1',
    ...(code === undefined ? {} : { 'x-amzn-errortype': code }),
  },
  body: JSON.stringify(content),
});

const missing = (code: string, message: string): Answer => json(400, { __type: code, message }, code);

/** How each call that reads or uses a thing answers while that is not there yet. */
const unseen: Record<string, (input: { ids?: string[]; names?: string[] }) => Answer> = {
  'codebuild:BatchGetProjects': ({ names }) => json(200, { projects: [], projectsNotFound: names }),
  'codebuild:BatchGetBuilds': ({ ids }) => json(200, { builds: [], buildsNotFound: ids }),
  'codebuild:ListBuildsForProject': () => json(200, { ids: [] }),
  'codebuild:StartBuild': () => missing('ResourceNotFoundException', 'Project cannot be found'),
  'codebuild:UpdateProject': () => missing('ResourceNotFoundException', 'Project cannot be found'),
  'ecr:DescribeRepositories': () => noRepository(),
  'ecr:PutLifecyclePolicy': () => noRepository(),
  'ecr:GetLifecyclePolicy': () => noRepository(),
  'ecr:ListTagsForResource': () => noRepository(),
  'ecr:TagResource': () => noRepository(),
  'ecr:PutImageTagMutability': () => noRepository(),
  'ecr:PutImageScanningConfiguration': () => noRepository(),
  'ecr:ListImages': () => noRepository(),
  'ecr:DescribeImages': () => missing('ImageNotFoundException', 'The image does not exist'),
  'ecr:DescribeImageReplicationStatus': () => missing('ImageNotFoundException', 'The image does not exist'),
  'ssm:GetParameter': () => missing('ParameterNotFound', 'The parameter does not exist'),
  'ssm:ListTagsForResource': () => missing('InvalidResourceId', 'The parameter does not exist'),
  'logs:GetLogEvents': () => missing('ResourceNotFoundException', 'The specified log stream does not exist.'),
};

const noRepository = () => missing('RepositoryNotFoundException', 'The repository does not exist');

/** Undefined for calls that find nothing: what they do can't be hidden. */
export const hidden = (call: string, body: Buffer): Answer | undefined =>
  unseen[call]?.(JSON.parse(body.toString('utf8') || '{}'));
