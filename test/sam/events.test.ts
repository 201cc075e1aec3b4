import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseModel } from '../../src/handlers/parse-properties';
import type { Action } from '../../src/runtime/protocol';
import { readTemplate } from '../support/policies';
import { root } from '../support/root';
import { samEvent, samEvents } from '../support/sam-events';

const settings = JSON.parse(readFileSync(join(root, '.rpdk-config'), 'utf8')) as Record<string, string>;

describe('sam-tests/', () => {
  it('has an event for each verb and case; read and list are never invoked again', () => {
    const waiting = ['create', 'update', 'delete'].flatMap((verb) => [
      verb,
      `${verb}-callback`,
      `${verb}-failure`,
    ]);
    const immediate = ['read', 'list'].flatMap((verb) => [verb, `${verb}-failure`]);
    expect([...samEvents].sort()).toEqual([...waiting, ...immediate].sort());
  });

  it.each(samEvents)('%s has the shape that `cfn` gives test events', (name) => {
    const event = samEvent(name);
    expect(Object.keys(event)).toEqual(['credentials', 'action', 'request', 'callbackContext']);
    expect(event.credentials).toEqual({ accessKeyId: '', secretAccessKey: '', sessionToken: '' });
    expect(event.action?.toLowerCase()).toBe(name.split('-')[0]);
    expect(event.request).toMatchObject({ clientRequestToken: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    for (const member of ['desiredResourceState', 'previousResourceState', 'logicalResourceIdentifier'])
      expect(event.request).toHaveProperty(member);
    expect(event.callbackContext === null).toBe(!name.endsWith('-callback'));
  });

  it.each(samEvents)('%s has properties that the schema knows', (name) => {
    const { action, request } = samEvent(name);
    for (const state of [request?.desiredResourceState, request?.previousResourceState])
      if (state !== null) expect(() => parseModel(state, action as Action)).not.toThrow();
  });

  it('goes on with the request that it was invoked with before', () => {
    for (const verb of ['create', 'update', 'delete'])
      expect(samEvent(`${verb}-callback`).request).toEqual(samEvent(verb).request);
  });

  it('is listed in the guide', () => {
    const guide = readFileSync(join(root, 'guides/sam.md'), 'utf8');
    expect(samEvents.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('template.yml', () => {
  const { Globals, Resources } = readTemplate(readFileSync(join(root, 'template.yml'), 'utf8')) as {
    Globals: { Function: { Runtime: string; Environment: { Variables: object } } };
    Resources: Record<string, { Type: string; Properties: { Handler: string } }>;
  };

  it('has the functions that `cfn` gives a project, with its runtime and entry points', () => {
    expect(Object.keys(Resources).sort()).toEqual(['TestEntrypoint', 'TypeFunction']);
    expect(Resources.TypeFunction?.Properties.Handler).toBe(settings.entrypoint);
    expect(Resources.TestEntrypoint?.Properties.Handler).toBe(settings.testEntrypoint);
    expect(Globals.Function.Runtime).toBe(settings.runtime);
  });

  it('declares the endpoint: SAM overrides no other variables', () => {
    expect(Globals.Function.Environment.Variables).toEqual({ AWS_ENDPOINT_URL: '' });
  });
});
