import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type Call, nameOf } from './call';
import { type Answer, type Fault, hidden, refusal } from './fault';

/** Which fault befalls a call; none: it goes through. */
export type Rule = (call: Call) => Fault | undefined;

/** Stands before an AWS endpoint and lets tests break the calls that go through it. */
export interface FaultProxy {
  readonly endpoint: string;
  /** Every call since the last reset, in order. */
  readonly calls: readonly Call[];
  /** The rule from now on; the calls are counted from 1 again. */
  break(rule: Rule): void;
  /** From now on every call goes through; the count goes on. */
  heal(): void;
  stop(): Promise<void>;
}

/** @param target the endpoint's URL */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  const whole: Rule = () => undefined;
  let rule = whole;
  let calls: Call[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    const name = nameOf(incoming.method ?? '', incoming.url ?? '', incoming.headers);
    const call = { n: calls.length + 1, name, body };
    calls.push(call);
    await handle(incoming, outgoing, call, rule(call)).catch(() => outgoing.destroy());
  });

  const forward = (incoming: IncomingMessage, body: Buffer): Promise<IncomingMessage> =>
    new Promise((done, failed) => {
      // The host stays: it is part of what the caller signed.
      const outbound = request(
        new URL(incoming.url ?? '/', target),
        { method: incoming.method, headers: { ...incoming.headers, 'content-length': body.length }, agent },
        done,
      );
      outbound.on('error', failed);
      outbound.end(body);
    });

  async function handle(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    call: Call,
    fault: Fault | undefined,
  ): Promise<void> {
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'refuse') return reply(outgoing, refusal(call.name, fault));
    if (fault?.kind === 'reset' && fault.when === 'before') return void incoming.socket.resetAndDestroy();
    if (fault?.kind === 'interrupt' && fault.when === 'before') return fault.act();
    const instead = fault?.kind === 'hide' ? hidden(call.name, call.body) : undefined;
    if (instead !== undefined) return reply(outgoing, instead);
    if (fault?.kind === 'delay') await new Promise((done) => setTimeout(done, fault.milliseconds));
    const answer = await forward(incoming, call.body);
    const content = await buffer(answer);
    if (fault?.kind === 'interrupt') return fault.act();
    if (fault?.kind === 'reset') return void incoming.socket.resetAndDestroy();
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    outgoing.end(content);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    get calls() {
      return calls;
    },
    break(next) {
      calls = [];
      rule = next;
    },
    heal() {
      rule = whole;
    },
    async stop() {
      server.closeAllConnections();
      agent.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

function reply(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(body);
}

/** Refuses the n-th call and whatever repeats it: the same operation with the same content. */
export function forGood(n: number, fault: Fault): Rule {
  let broken: Call | undefined;
  return (call) => {
    if (call.n === n) broken = call;
    const same = broken !== undefined && call.name === broken.name && call.body.equals(broken.body);
    return same ? fault : undefined;
  };
}
