import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRouter } from '../../../local/server/router';
import { AwsError } from '../../../local/service/errors';

let server: Server;
let url: string;
beforeAll(async () => {
  server = createRouter({
    echo: async (path, question) => ({ path, question }),
    steps: async function* () {
      yield { step: 1 };
      yield { step: 2 };
    },
    refusal: async () => {
      throw new AwsError('NotThere', 'it is not there', 404);
    },
    bug: async () => {
      throw new TypeError('x is undefined');
    },
    broken: async function* () {
      yield { step: 1 };
      throw new Error('in the middle');
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const post = (path: string, body = '{}') => fetch(`${url}/${path}`, { method: 'POST', body });

it('hands the rest of the path and the question to the route', async () => {
  const response = await post('echo/a%20b/c', '{"x":1}');
  expect(await response.json()).toEqual({ path: ['a b', 'c'], question: { x: 1 } });
  expect(await (await fetch(`${url}/echo`)).json()).toEqual({ path: [], question: {} });
});

it('answers step by step, a line each', async () => {
  expect(await (await post('steps')).text()).toBe('{"step":1}\n{"step":2}\n');
});

it.each([
  ['refusal', 404, 'NotThere', 'it is not there'],
  ['bug', 500, 'InternalFailure', 'x is undefined'],
  ['none', 404, 'UnknownOperationException', 'no route /none'],
])('answers %s with status %d and the code %s', async (path, status, code, message) => {
  const response = await post(path);
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ code, message });
});

it('breaks the connection when steps fail in the middle', async () => {
  await expect(post('broken').then((response) => response.text())).rejects.toThrow();
});
