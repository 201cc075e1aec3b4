/** The registry type that the commands look for in templates and stacks; `--type-name` overrides it. */
export const TYPE_NAME = 'TokenInjectable::Docker::Builder';

/** A builder's primary identifier is its name; its CodeBuild project carries the name behind this prefix. */
export const projectOf = (builderName: string) => `docker-builder-${builderName}`;
