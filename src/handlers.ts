import type { Model, TypeConfiguration } from './generated/model';
import { create } from './lifecycle/create';
import { list } from './lifecycle/list';
import { read } from './lifecycle/read';
import { remove } from './lifecycle/remove';
import { update } from './lifecycle/update';
import type { Progress } from './parts/part';
import { parseModel, parseTypeConfiguration } from './plan/properties';
import { createEntrypoints } from './runtime';

/** What CloudFormation calls: `entrypoint` in stacks and in contract tests; `testEntrypoint` is for `sam local invoke`. */
export const { entrypoint, testEntrypoint } = createEntrypoints<Model, Progress, TypeConfiguration>({
  typeName: 'TokenInjectable::Docker::Builder',
  handlers: { CREATE: create, READ: read, UPDATE: update, DELETE: remove, LIST: list },
  coerce: { model: parseModel, typeConfiguration: parseTypeConfiguration },
});
