import { text } from 'node:stream/consumers';
import type { DescribeRegistryCommand, PutReplicationConfigurationCommand } from '@aws-sdk/client-ecr';

/*
 * The SDK's own serializers drop every member that their version of the service's model does not know. These two let
 * a request and an answer through as they are.
 */

/** Sends this text as the body. It is set before the body's length is counted and the request is signed. */
export function replaceBody({ middlewareStack }: PutReplicationConfigurationCommand, body: string): void {
  middlewareStack.add(
    (next) => (args) => {
      if (isMessage(args.request)) args.request.body = body;
      return next(args);
    },
    { step: 'build', priority: 'high', name: 'replaceBody' },
  );
}

/** Keeps the body of a successful answer: the returned function gives it after the command was sent. */
export function captureBody({ middlewareStack }: DescribeRegistryCommand): () => string {
  let captured = '{}';
  middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      if (isMessage(result.response)) {
        const content = await contentOf(result.response.body);
        if (result.response.statusCode === 200) captured = content;
        // The SDK reads it too.
        result.response.body = Buffer.from(content);
      }
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'captureBody' },
  );
  return () => captured;
}

type Body = Uint8Array | NodeJS.ReadableStream | string;

/** A request or a response of the SDK's HTTP handler. */
interface Message {
  statusCode?: number;
  body: Body;
}

const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && 'body' in value;

const contentOf = async (body: Body): Promise<string> =>
  typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body).toString() : text(body);
