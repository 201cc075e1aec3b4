import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { contextEntries } from '../../../cli/context/context-entries';
import { type IgnoreRules, ignoreRules } from '../../../cli/context/ignore-rules';
import { takenByDocker, writeFiles } from '../../support/docker-context';
import { filePaths, ignoreText } from '../../support/ignore-cases';

interface Taken {
  rules: string;
  paths: string[];
}

/** What we and Docker take into contexts with random files and random ignore files, in one build. */
export async function compareIgnoring(
  count: number,
  seed: number,
): Promise<{ ours: Taken[]; docker: Taken[] }> {
  const scratch = mkdtempSync(join(tmpdir(), 'ignoring-'));
  try {
    const texts = fc.sample(ignoreText, { numRuns: count * 3, seed });
    const trees = fc.sample(filePaths, { numRuns: count, seed });
    const cases: { text: string; folder: string; paths: string[] }[] = [];
    for (const text of texts.slice(0, count * 3)) {
      const folder = join(scratch, String(cases.length));
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
      writeFiles(folder, trees[cases.length] ?? []);
      writeFileSync(join(folder, '.dockerignore'), text);
      const paths = await taken(folder, text);
      // Docker fails the whole build for a single malformed pattern.
      if (paths !== undefined && cases.push({ text, folder, paths }) === count) break;
    }
    const docker = takenByDocker(cases.map(({ folder }) => folder));
    return {
      ours: cases.map(({ text, paths }) => ({ rules: text, paths })),
      docker: cases.map(({ text }, index) => ({ rules: text, paths: docker[index] ?? [] })),
    };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function taken(folder: string, text: string): Promise<string[] | undefined> {
  try {
    const ignores: IgnoreRules = ignoreRules(text, '.dockerignore');
    const entries = await contextEntries(folder, { ignores, keeps: () => false, kept: new Set() });
    return entries.map(({ path }) => path).sort();
  } catch {
    return undefined;
  }
}
