import { buildBlock, installBlock } from './buildspec-blocks';

/**
 * Part of the fingerprint: raise it when a change of the blocks gives another image from the same inputs.
 */
export const BUILDSPEC_VERSION = '1';

/** CodeBuild's limit for an inline buildspec, in characters. */
const LIMIT = 25_600;

export interface UserCommands {
  install: string[];
  preBuild: string[];
}

/**
 * The buildspec is static: only the user's commands are added to it, each as a separate command (shell). All else
 * comes from environment variables, so no value is ever part of shell text. JSON is YAML.
 * @throws Error when it is too long for CodeBuild with the user's commands
 */
export function buildspec({ install, preBuild }: UserCommands): string {
  const phase = (commands: string[]) => ({ 'on-failure': 'ABORT', commands });
  const text = JSON.stringify({
    version: 0.2,
    env: { shell: 'bash' },
    phases: {
      install: phase([installBlock, ...install]),
      ...(preBuild.length > 0 ? { pre_build: phase(preBuild) } : {}),
      build: phase([buildBlock]),
    },
  });
  if (text.length <= LIMIT) return text;
  const room = LIMIT - buildspec({ install: [], preBuild: [] }).length;
  throw new Error(
    `InstallCommands and PreBuildCommands have ${text.length - LIMIT + room} characters together; at most ${room} are allowed (CodeBuild's limit for a buildspec): move them into a script in the build context`,
  );
}

/** The user's commands in a text that `buildspec` created; none in any other text. */
export function userCommands(text: string): UserCommands {
  const phases = parsed(text)?.phases;
  return {
    install: commandsOf(phases?.install?.commands).slice(1),
    preBuild: commandsOf(phases?.pre_build?.commands),
  };
}

interface Buildspec {
  phases?: { install?: { commands?: unknown }; pre_build?: { commands?: unknown } } | null;
}

/** Anyone who may change the project can write another buildspec: commands are a list of texts, or none. */
const commandsOf = (commands: unknown): string[] =>
  Array.isArray(commands) && commands.every((command) => typeof command === 'string') ? commands : [];

function parsed(text: string): Buildspec | null | undefined {
  try {
    return JSON.parse(text) as Buildspec | null;
  } catch {
    return undefined;
  }
}
