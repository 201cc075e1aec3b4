// Builds a stand-in for the image of Lambda's Node.js runtime, for `sam local invoke` on a machine that can't pull from
// public.ecr.aws: the Node.js that runs the handlers, its libraries, a shell and a loop over Lambda's runtime API.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onPath } from '../local/prerequisites/command';
import { findDocker } from '../local/prerequisites/docker';
import { handlerNode } from '../local/prerequisites/node';

const IMAGE = 'public.ecr.aws/lambda/nodejs:22-x86_64';

const help = `usage: npm run sam-image

Builds a stand-in for ${IMAGE}, so that sam local invoke --skip-pull-image works without access to
public.ecr.aws. Linux on x86_64 only. guides/sam.md shows how to use it.`;

/** What Lambda's runtime client does: takes the next event, calls the handler, posts its answer. */
const runtime = `
const { join } = require('node:path');
const [file, name] = process.env._HANDLER.split(/\\.(?=[^.]+$)/);
const handler = require(join(process.env.LAMBDA_TASK_ROOT || '/var/task', file))[name];
const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
const post = (id, path, body) => fetch(api + id + path, { method: 'POST', body: JSON.stringify(body ?? null) });
(async () => {
  for (;;) {
    const next = await fetch(api + 'next');
    const id = next.headers.get('lambda-runtime-aws-request-id');
    const deadline = Number(next.headers.get('lambda-runtime-deadline-ms'));
    const context = { awsRequestId: id, getRemainingTimeInMillis: () => deadline - Date.now() };
    try {
      await post(id, '/response', await handler(await next.json(), context));
    } catch (error) {
      await post(id, '/error', { errorType: error.name, errorMessage: error.message });
    }
  }
})();
`;

const dockerfile = `FROM scratch
COPY . /
RUN ["/bin/busybox", "--install", "-s", "/bin"]
ENV PATH=/usr/bin:/bin LAMBDA_TASK_ROOT=/var/task
WORKDIR /var/task
`;

/** The shared libraries of a program, and the loader that its header names. */
const librariesOf = (program: string): string[] =>
  [...execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g)].map(
    ([, path]) => path as string,
  );

function main(): void {
  if (process.argv.includes('--help')) {
    console.log(help);
    return;
  }
  const docker = findDocker();
  const [busybox] = onPath('busybox');
  if (docker === undefined || busybox === undefined || process.arch !== 'x64')
    throw new Error('needs Docker, busybox-static and Linux on x86_64: run npm run setup');
  const node = handlerNode(resolve(__dirname, '../.tools'));
  const context = mkdtempSync(join(tmpdir(), 'sam-image-'));
  const place = (from: string, to: string): void => {
    mkdirSync(dirname(join(context, to)), { recursive: true });
    copyFileSync(from, join(context, to));
  };
  try {
    place(node, 'usr/bin/node');
    place(busybox, 'bin/busybox');
    for (const library of librariesOf(node)) place(library, library);
    mkdirSync(join(context, 'var/runtime'), { recursive: true });
    writeFileSync(join(context, 'var/runtime/runtime.js'), runtime);
    writeFileSync(
      join(context, 'var/runtime/bootstrap'),
      '#!/bin/sh\nexec /usr/bin/node /var/runtime/runtime.js\n',
      { mode: 0o755 },
    );
    writeFileSync(join(context, 'Dockerfile'), dockerfile);
    execFileSync(docker, ['build', '--tag', IMAGE, context], { stdio: 'inherit' });
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

main();
