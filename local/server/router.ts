import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { AwsError } from '../service/service';

/** A question of the endpoint: always a POST with a JSON object. */
export type Question = Record<string, unknown>;

/** Answers once, or step by step: each step a line of JSON. */
export type Route = (path: string[], question: Question) => Promise<object> | AsyncIterable<object>;

const isSteps = (answer: Promise<object> | AsyncIterable<object>): answer is AsyncIterable<object> =>
  Symbol.asyncIterator in answer;

/** A loopback HTTP server whose routes are named by the first part of the path. */
export function routed(routes: Record<string, Route>): Server {
  return createServer(async (request, response) => {
    const [name = '', ...path] = (request.url ?? '/').slice(1).split('/');
    try {
      const route = routes[name];
      if (route === undefined)
        throw new AwsError('UnknownOperationException', `no route ${request.url}`, 404);
      await reply(response, route(path.map(decodeURIComponent), await questionOf(request)));
    } catch (error) {
      fail(response, error);
    }
  });
}

const questionOf = async (request: IncomingMessage): Promise<Question> =>
  request.method === 'POST' ? ((await json(request)) as Question) : {};

async function reply(
  response: ServerResponse,
  answer: Promise<object> | AsyncIterable<object>,
): Promise<void> {
  if (!isSteps(answer)) {
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
