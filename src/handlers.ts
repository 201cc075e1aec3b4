import { awsPorts } from './aws/ports';
import { create } from './handlers/create';
import { deleteBuilder } from './handlers/delete';
import { list } from './handlers/list';
import { parseModel, parseTypeConfiguration } from './handlers/parse-properties';
import { read } from './handlers/read';
import { handle } from './handlers/run';
import { update } from './handlers/update';
import type { Model, TypeConfiguration } from './models';
import type { CallbackContext } from './ports/callback-context';
import { createEntrypoints } from './runtime';

/** What CloudFormation calls: `entrypoint` in stacks and in contract tests; `testEntrypoint` is for `sam local invoke`. */
export const { entrypoint, testEntrypoint } = createEntrypoints<Model, CallbackContext, TypeConfiguration>({
  typeName: 'TokenInjectable::Docker::Builder',
  handlers: {
    CREATE: handle(create, awsPorts),
    READ: handle(read, awsPorts),
    UPDATE: handle(update, awsPorts),
    DELETE: handle(deleteBuilder, awsPorts),
    LIST: handle(list, awsPorts),
  },
  coerce: { model: parseModel, typeConfiguration: parseTypeConfiguration },
  // Another endpoint than AWS's is a test, and has no roles to protect. Unset and empty both mean AWS's.
  needsExecutionRole: !process.env.AWS_ENDPOINT_URL,
});
