import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { AwsError } from '../service/errors';

type Answer = Promise<object> | AsyncIterable<object>;

/** Answers the plug-in's question (a JSON object in a POST), once or step by step: each step a line of JSON. */
export type Route = (path: string[], question: never) => Answer;

/** Creates an HTTP server whose routes are named by the first part of the path. */
export function createRouter(routes: Record<string, Route>): Server {
  return createServer(async (request, response) => {
    const [name = '', ...path] = (request.url ?? '/').slice(1).split('/');
    try {
      const route = routes[name];
      if (route === undefined)
        throw new AwsError('UnknownOperationException', `no route ${request.url}`, 404);
      await reply(response, route(path.map(decodeURIComponent), (await read(request)) as never));
    } catch (error) {
      fail(response, error);
    }
  });
}

const read = async (request: IncomingMessage): Promise<unknown> =>
  request.method === 'POST' ? json(request) : {};

async function reply(response: ServerResponse, answer: Answer): Promise<void> {
  if (!(Symbol.asyncIterator in answer)) {
    response.end(JSON.stringify(await answer));
    return;
  }
  for await (const step of answer) response.write(`${JSON.stringify(step)}\n`);
  response.end();
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { code, status } = error instanceof AwsError ? error : { code: 'InternalFailure', status: 500 };
  response.statusCode = status;
  response.end(JSON.stringify({ code, message: error instanceof Error ? error.message : String(error) }));
}
