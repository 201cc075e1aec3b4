import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The published package. Its command alone, `npx docker-builder`, is another package on npm. */
const PACKAGE = '@token-injectable/docker-builder';

/** How the user calls this command, so that a command we print can be pasted. */
export function invocation(environment: NodeJS.ProcessEnv = process.env): string {
  // Only a clone has the sources next to the bundle; npm finds its command by the short name.
  if (existsSync(join(__dirname, '../cli/main.ts'))) return 'npx docker-builder';
  return environment.npm_command === 'exec' ? `npx ${PACKAGE}` : 'docker-builder';
}

/** The help text's examples: one command line each, without the command's own name. */
export const examples = (...lines: string[]): string =>
  `\n${lines.length === 1 ? 'Example' : 'Examples'}:\n${lines.map((line) => `  ${invocation()} ${line}`).join('\n')}`;
