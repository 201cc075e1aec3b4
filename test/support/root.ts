import { resolve } from 'node:path';

/** The root of the project; support/tools looks for a Docker engine as well, which unit tests do not need. */
export const root = resolve(__dirname, '../..');
