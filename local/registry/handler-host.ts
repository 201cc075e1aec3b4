import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type HandlerPackage, type ResourceSchema, unpack } from './package';

export interface HandlerHostOptions {
  /** A schema handler package: its path, or its bytes. */
  package: string | Buffer;
  /** The Node.js that runs it. */
  node: string;
  /** The bundled `handler-process.js`. */
  script: string;
  env?: Record<string, string>;
  /** Default: a free one. */
  port?: number;
  /** Called with each line that the handler prints. Default: printed with the type's name. */
  log?: (line: string) => void;
}

export interface HandlerHost {
  readonly schema: ResourceSchema;
  readonly port: number;
  /** The process that runs the next invocation. */
  readonly pid: number;
  /** @throws Error when the handler does not answer within the limit; its process is ended then, as Lambda does. */
  invoke(event: object, limit: number): Promise<unknown>;
  stop(): Promise<void>;
}

/** Runs a resource type's package in a separate process. */
export async function startHandlerHost(options: HandlerHostOptions): Promise<HandlerHost> {
  const archive = typeof options.package === 'string' ? await readFile(options.package) : options.package;
  const unpacked = await unpack(archive);
  let running = await startProcess(unpacked, options).catch((error: Error) => {
    unpacked.remove();
    throw error;
  });
  return {
    schema: unpacked.schema,
    get port() {
      return running.port;
    },
    get pid() {
      return running.child.pid as number;
    },
    async invoke(event, limit) {
      const current = running;
      try {
        return await post(current.port, event, limit);
      } catch (error) {
        // Killed by its time limit, or by a test: the next invocation gets a fresh process.
        current.child.kill('SIGKILL');
        if (running === current) running = await startProcess(unpacked, { ...options, port: current.port });
        throw error;
      }
    },
    async stop() {
      const { child } = running;
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      unpacked.remove();
    },
  };
}

interface Running {
  child: ChildProcess;
  port: number;
}

async function startProcess(
  unpacked: HandlerPackage,
  { node, script, env, port = 0, log = printWithName(unpacked) }: HandlerHostOptions,
): Promise<Running> {
  const child = spawn(node, [script, unpacked.code, unpacked.config, String(port)], {
    // Lambda's environment: nothing of the user's own.
    env: { PATH: process.env.PATH, HOME: unpacked.code, NODE_OPTIONS: '--enable-source-maps', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const first = await Promise.race([
    once(lines, 'line').then(([line]) => JSON.parse(line as string) as { port: number }),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the handler of ${unpacked.schema.typeName} could not be loaded (exit code ${code})`);
    }),
  ]);
  lines.on('line', log);
  return { child, port: first.port };
}

const printWithName =
  ({ schema }: HandlerPackage) =>
  (line: string): void => {
    process.stderr.write(`[${schema.typeName}] ${line}\n`);
  };

async function post(port: number, event: object, limit: number): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}/2015-03-31/functions/TypeFunction/invocations`, {
    method: 'POST',
    body: JSON.stringify(event),
    signal: AbortSignal.timeout(limit),
  });
  const answer = (await response.json()) as { errorMessage?: string };
  if (response.headers.has('x-amz-function-error'))
    throw new Error(`the handler threw: ${answer.errorMessage}`);
  return answer;
}

/** Where the bundled process is, from any file of dist/ or of the sources. */
export const handlerScript = (root: string): string => join(root, 'dist/handler-process.js');
