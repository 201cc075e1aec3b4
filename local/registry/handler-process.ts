// Hosts the unzipped package of one resource type: a loopback server with the Lambda invoke path, on the Node.js version
// of the registry. Prints its port; ends with its parent.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';

type EntryPoint = (event: unknown, context: object) => Promise<unknown>;

const INVOKE = /^\/2015-03-31\/functions\/[^/]+\/invocations$/;

/** `dist/handlers.entrypoint`: the module without its extension, then the export. */
function entryPoint(folder: string, name: string): EntryPoint {
  const dot = name.lastIndexOf('.');
  const loaded = require(join(folder, name.slice(0, dot))) as Record<string, EntryPoint>;
  const found = loaded[name.slice(dot + 1)];
  if (found === undefined) throw new Error(`the package exports no "${name}"`);
  return found;
}

function main([folder = '.', config = '.rpdk-config', port = '0']: string[]): void {
  const settings = JSON.parse(readFileSync(config, 'utf8')) as { entrypoint: string; testEntrypoint: string };
  const production = entryPoint(folder, settings.entrypoint);
  const test = entryPoint(folder, settings.testEntrypoint);
  let count = 0;
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST' || !INVOKE.test(request.url ?? '')) {
      response.statusCode = 404;
      response.end();
      return;
    }
    try {
      const event = (await json(request)) as { requestData?: unknown };
      count += 1;
      const context = { awsRequestId: `local-${count}`, functionVersion: '$LATEST', memoryLimitInMB: '256' };
      const answer = await (event.requestData === undefined ? test : production)(event, context);
      response.end(JSON.stringify(answer ?? null));
    } catch (error) {
      // As Lambda answers for a function that threw.
      response.setHeader('X-Amz-Function-Error', 'Unhandled');
      response.end(
        JSON.stringify({ errorType: (error as Error).name, errorMessage: (error as Error).message }),
      );
    }
  });
  server.listen(Number(port), '127.0.0.1', () => {
    const address = server.address();
    process.stdout.write(
      `${JSON.stringify({ port: typeof address === 'object' ? address?.port : undefined })}\n`,
    );
  });
  process.stdin.on('end', () => process.exit(0)).resume();
}

main(process.argv.slice(2));
