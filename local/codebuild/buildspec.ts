import { parse } from 'yaml';

export type PhaseName = 'install' | 'pre_build' | 'build' | 'post_build';
export const PHASES: readonly PhaseName[] = ['install', 'pre_build', 'build', 'post_build'];

export interface PhaseSpec {
  commands: string[];
  finally: string[];
  onFailure: 'ABORT' | 'CONTINUE';
}

export interface Buildspec {
  shell: 'bash' | 'sh';
  variables: Record<string, string>;
  parameters: Record<string, string>;
  secrets: Record<string, string>;
  exported: string[];
  phases: Partial<Record<PhaseName, PhaseSpec>>;
}

interface Raw {
  version?: number | string;
  env?: {
    shell?: string;
    variables?: Record<string, unknown>;
    'parameter-store'?: Record<string, unknown>;
    'secrets-manager'?: Record<string, unknown>;
    'exported-variables'?: string[];
  };
  phases?: Record<string, { commands?: unknown[]; finally?: unknown[]; 'on-failure'?: string } | null>;
}

const strings = (map: Record<string, unknown> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, String(value)]));

/**
 * Reads a buildspec of version 0.2, YAML or JSON.
 * @throws Error as CodeBuild words it: YAML_FILE_ERROR
 */
export function readBuildspec(text: string): Buildspec {
  const raw = parsed(text);
  if (String(raw.version) !== '0.2')
    throw new Error(`YAML_FILE_ERROR: Unknown version ${raw.version}; this endpoint runs 0.2`);
  if (raw.phases === undefined) throw new Error('YAML_FILE_ERROR: This build has no phases');
  const unknown = Object.keys(raw.phases).find((name) => !(PHASES as readonly string[]).includes(name));
  if (unknown !== undefined) throw new Error(`YAML_FILE_ERROR: Unknown phase "${unknown}"`);
  return {
    shell: raw.env?.shell === 'bash' ? 'bash' : 'sh',
    variables: strings(raw.env?.variables),
    parameters: strings(raw.env?.['parameter-store']),
    secrets: strings(raw.env?.['secrets-manager']),
    exported: raw.env?.['exported-variables'] ?? [],
    phases: Object.fromEntries(
      Object.entries(raw.phases).map(([name, phase]) => [
        name,
        {
          commands: (phase?.commands ?? []).map(String),
          finally: (phase?.finally ?? []).map(String),
          onFailure: phase?.['on-failure'] === 'ABORT' ? 'ABORT' : 'CONTINUE',
        },
      ]),
    ),
  };
}

function parsed(text: string): Raw {
  try {
    const raw = parse(text) as Raw | null;
    if (raw !== null && typeof raw === 'object') return raw;
  } catch (error) {
    throw new Error(`YAML_FILE_ERROR: ${(error as Error).message}`);
  }
  throw new Error('YAML_FILE_ERROR: the buildspec is empty');
}
