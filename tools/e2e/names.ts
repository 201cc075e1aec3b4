import { randomBytes } from 'node:crypto';

/** Everything that one run creates has a name from here, so that nothing else is ever touched. */
export interface Names {
  /** `e2e-` and eight random characters. */
  run: string;
  /** The run registers the type under its own name: a registration of the account stays as it is. */
  typeName: string;
  stack: string;
  builder: string;
  /** The stack and the builder whose first build fails. */
  failingStack: string;
  failingBuilder: string;
}

export function namesOfRun(id = randomBytes(4).toString('hex')): Names {
  const run = `e2e-${id}`;
  return {
    run,
    typeName: `DockerBuilderE2e::Run${id}::Builder`,
    stack: run,
    builder: `${run}-image`,
    failingStack: `${run}-failing`,
    failingBuilder: `${run}-failing`,
  };
}

export const stacksOf = ({ stack, failingStack }: Names): string[] => [stack, failingStack];
export const buildersOf = ({ builder, failingBuilder }: Names): string[] => [builder, failingBuilder];

/** The folders of a run in its bucket: of the build contexts and of the package. */
export const foldersOf = ({ run, typeName }: Names): string[] => [
  `${run}/`,
  `${typeName.replaceAll('::', '-')}/`,
];
