import type { IncomingHttpHeaders } from 'node:http';

/** An AWS call, as a proxy sees it. */
export interface Call {
  /** Counted from 1, retries of an SDK included. */
  n: number;
  /** Service and operation: `ecr:CreateRepository`. */
  name: string;
  /** The request's own bytes. */
  body: Buffer;
}

/** The protocol of an answer decides how an error is written. */
export type Protocol = 'json' | 'xml';

const services: ReadonlyArray<[target: RegExp, service: string]> = [
  [/^CodeBuild_/, 'codebuild'],
  [/^AmazonEC2ContainerRegistry_/, 'ecr'],
  [/^Logs_/, 'logs'],
  [/^AmazonSSM/, 'ssm'],
  [/^GraniteServiceVersion/, 'cloudwatch'],
];

/** JSON services name the operation in a header, CloudWatch in its path; S3's are recognised by their method. */
export function nameOf(method: string, path: string, headers: IncomingHttpHeaders): string {
  const target = headers['x-amz-target'] ?? /\/service\/(.+)\/operation\/(.+)/.exec(path)?.slice(1).join('.');
  if (typeof target === 'string') {
    const [prefix = '', operation = ''] = target.split('.');
    return `${services.find(([pattern]) => pattern.test(prefix))?.[1] ?? prefix}:${operation}`;
  }
  return `s3:${method === 'HEAD' ? 'HeadObject' : 'GetObject'}`;
}

export const protocolOf = (call: string): Protocol => (call.startsWith('s3:') ? 'xml' : 'json');
