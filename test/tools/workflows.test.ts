import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

const folder = resolve(__dirname, '../../.github');
const workflows = readdirSync(join(folder, 'workflows')).map((name) => join('workflows', name));
const forms = readdirSync(join(folder, 'ISSUE_TEMPLATE')).map((name) => join('ISSUE_TEMPLATE', name));
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe.each(workflows)('the workflow %s', (name) => {
  const workflow = parse(read(name));

  it('pins every action to a commit, with its version as a comment', () => {
    const uses = read(name).match(/uses: .*/g) ?? [];
    expect(uses.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual(
      [],
    );
  });

  it('has read permission alone, unless a job asks for more', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  it('puts no expression into a shell', () => {
    const jobs = Object.values<{ steps: { run?: string }[] }>(workflow.jobs);
    expect(jobs.flatMap(({ steps }) => steps).filter(({ run = '' }) => run.includes('${{'))).toEqual([]);
  });

  it('ends every job within a time limit', () => {
    const jobs = Object.values<{ 'timeout-minutes'?: number }>(workflow.jobs);
    expect(jobs.filter((job) => job['timeout-minutes'] === undefined)).toEqual([]);
  });
});

it.each(forms.filter((name) => !name.endsWith('config.yml')))(
  'the form %s has a name, a description and fields with labels',
  (name) => {
    const { name: title, description, body } = parse(read(name));
    expect([title, description].every((text) => typeof text === 'string' && text !== '')).toBe(true);
    for (const { id, type, attributes } of body) {
      expect(id).toMatch(/^[a-z-]+$/);
      expect(['dropdown', 'input', 'textarea']).toContain(type);
      expect(attributes.label).toEqual(expect.any(String));
    }
  },
);
