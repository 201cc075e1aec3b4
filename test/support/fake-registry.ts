import type { HandlerHost } from '../../local/registry/handler-host';
import type { RegistryOptions } from '../../local/registry/options';
import { readSchema } from '../../local/registry/package';
import { Registry } from '../../local/registry/registry';
import type { Caller } from '../../local/service/service';
import { tinyPackage } from './tiny-type';

export type Answer = Record<string, unknown>;

export const CALLER: Caller = { account: '111122223333', region: 'eu-west-1' };
export const TYPE = 'Tiny::Labels::Label';
export const ARN = 'arn:aws:cloudformation:eu-west-1:111122223333:type/resource/Tiny-Labels-Label';
export const NAMED = { Type: 'RESOURCE', TypeName: TYPE };

/** A registry whose handlers are never started, and whose packages are in memory: `s3://packages/<name>`. */
export function fakeRegistry(options: Partial<RegistryOptions> = {}) {
  const packages = new Map<string, Buffer>();
  const fetched: string[] = [];
  let stopped = 0;
  const registry = new Registry({
    startHost: async (archive) => {
      const schema = await readSchema(archive);
      const stop = async () => {
        stopped += 1;
      };
      return { schema, port: 1, pid: 1, invoke: async () => ({}), stop } satisfies HandlerHost;
    },
    requireRole: false,
    fetchPackage: async (url, region) => {
      fetched.push(`${url} in ${region}`);
      return packages.get(url) ?? Buffer.from('not a zip');
    },
    delay: async () => {},
    waitFor: (work) => work,
    ...options,
  });
  const call = async (action: string, input: object = {}, caller = CALLER): Promise<Answer> =>
    (await registry.handle(action, input as Answer, caller)) as Answer;
  /** Puts a package into the store. Returns its URL. */
  const put = (typeName: string, schema: object = {}): string => {
    const url = `s3://packages/${packages.size}`;
    packages.set(url, tinyPackage({ typeName, stateFile: '', schema }));
    return url;
  };
  /** Registers a tiny type, and waits for the end of its registration. */
  const register = async (TypeName = TYPE, more: object = {}, caller = CALLER): Promise<Answer> => {
    const input = { Type: 'RESOURCE', TypeName, SchemaHandlerPackage: put(TypeName), ...more };
    const { RegistrationToken } = await call('RegisterType', input, caller);
    return call('DescribeTypeRegistration', { RegistrationToken }, caller);
  };
  return { registry, call, put, register, fetched, stopped: () => stopped };
}
