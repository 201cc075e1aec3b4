import { zipBytes } from './zip-bytes';

export interface TinyType {
  typeName: string;
  /** The file in which the handlers keep their resources. */
  stateFile: string;
  /** Ends up in the schema, and in each resource that this version of the type creates. */
  edition?: string;
  /** Members of the schema that differ. */
  schema?: object;
}

/** A resource type in a few lines that shares nothing with ours: its own namespace, identifier and attributes. */
export function tinyPackage({ typeName, stateFile, edition = 'first', schema = {} }: TinyType): Buffer {
  return zipBytes([
    { name: 'schema.json', content: JSON.stringify({ ...tinySchema(typeName, edition), ...schema }) },
    {
      name: '.rpdk-config',
      content: JSON.stringify({ entrypoint: 'index.run', testEntrypoint: 'index.run' }),
    },
    {
      name: 'ResourceProvider.zip',
      content: zipBytes([{ name: 'index.js', content: code(stateFile, edition) }]),
    },
  ]);
}

const tinySchema = (typeName: string, edition: string): object => ({
  typeName,
  description: `labels, ${edition} edition`,
  additionalProperties: false,
  properties: {
    Serial: { type: 'string' },
    Title: { type: 'string' },
    Size: { type: 'integer' },
    Edition: { type: 'string' },
  },
  required: ['Title'],
  primaryIdentifier: ['/properties/Serial'],
  readOnlyProperties: ['/properties/Serial', '/properties/Edition'],
  createOnlyProperties: ['/properties/Title'],
  // No update handler: every change replaces the resource.
  handlers: {
    create: { permissions: [] },
    read: { permissions: [] },
    delete: { permissions: [] },
    list: { permissions: [] },
  },
});

const code = (stateFile: string, edition: string): string => `
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const file = ${JSON.stringify(stateFile)};
const load = () => { try { return JSON.parse(readFileSync(file, 'utf8')); } catch { return {}; } };
const save = (all) => writeFileSync(file, JSON.stringify(all));
const success = (more) => ({ status: 'SUCCESS', ...more });
exports.run = async ({ action, requestData, callbackContext }) => {
  const { resourceProperties: model } = requestData;
  // A file next to the state holds READ up, or has it denied.
  while (action === 'READ' && existsSync(file + '.hold')) {
    if (readFileSync(file + '.hold', 'utf8') === 'denied') return { status: 'FAILED', errorCode: 'AccessDenied', message: 'READ is denied' };
    await new Promise((done) => setTimeout(done, 20));
  }
  const all = load();
  if (action === 'LIST') return success({ resourceModels: Object.values(all) });
  if (action === 'CREATE' && !callbackContext) {
    const Serial = 'label-' + (Object.keys(all).length + 1) + '-' + model.Title;
    save({ ...all, [Serial]: { Serial, Title: model.Title, ...(model.Size && { Size: Number(model.Size) }), Edition: ${JSON.stringify(edition)} } });
    return { status: 'IN_PROGRESS', callbackContext: { made: true }, callbackDelaySeconds: 0, resourceModel: { ...model, Serial } };
  }
  const found = all[model.Serial];
  if (!found) return { status: 'FAILED', errorCode: 'NotFound', message: 'no label ' + model.Serial };
  if (action === 'DELETE') {
    delete all[model.Serial];
    save(all);
    return success({});
  }
  return success({ resourceModel: found });
};
`;
