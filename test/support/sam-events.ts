import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestEvent } from '../../src/runtime/event';
import { root } from './root';

const folder = join(root, 'sam-tests');

/** The names of the events, without `.json`. */
export const samEvents = readdirSync(folder).map((name) => name.replace(/\.json$/, ''));

export const samEvent = (name: string): TestEvent =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as TestEvent;
