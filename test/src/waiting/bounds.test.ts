import schema from '../../../schema/token-injectable-docker-builder.json';
import { QUEUED_TIMEOUT } from '../../../src/plan/project';
import { bounds, MINUTE } from '../../../src/waiting/bounds';

it.each(['create', 'update'] as const)(
  'the waits of a %s add up to less than its operation has, with the longest build',
  (verb) => {
    const waits = Object.values(bounds).reduce((sum, { limit }) => sum + limit / MINUTE, 0);
    const build = schema.properties.TimeoutInMinutes.maximum;
    expect(waits + QUEUED_TIMEOUT + build).toBeLessThan(schema.handlers[verb].timeoutInMinutes);
  },
);
