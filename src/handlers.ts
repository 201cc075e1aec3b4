import { create } from './handlers/create';
import { remove } from './handlers/delete';
import { list } from './handlers/list';
import { parseModel, parseTypeConfiguration } from './handlers/parse-properties';
import { read } from './handlers/read';
import { update } from './handlers/update';
import type { Model, TypeConfiguration } from './models';
import type { Progress } from './parts/part';
import { createEntrypoints } from './runtime';

/** What CloudFormation calls: `entrypoint` in stacks and in contract tests; `testEntrypoint` is for `sam local invoke`. */
export const { entrypoint, testEntrypoint } = createEntrypoints<Model, Progress, TypeConfiguration>({
  typeName: 'TokenInjectable::Docker::Builder',
  handlers: { CREATE: create, READ: read, UPDATE: update, DELETE: remove, LIST: list },
  coerce: { model: parseModel, typeConfiguration: parseTypeConfiguration },
});
