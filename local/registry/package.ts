import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '../unzip/remove-folder';
import { unzip } from '../unzip/unzip';

/** The part of a resource type's schema on which CloudFormation's protocol depends. */
export interface ResourceSchema {
  typeName: string;
  description?: string;
  definitions?: Record<string, object>;
  properties: Record<string, object>;
  required?: string[];
  primaryIdentifier: string[];
  additionalProperties?: boolean;
  sourceUrl?: string;
  documentationUrl?: string;
  createOnlyProperties?: string[];
  readOnlyProperties?: string[];
  writeOnlyProperties?: string[];
  tagging?: { taggable?: boolean; tagProperty?: string };
  additionalIdentifiers?: string[][];
  handlers: Record<string, { permissions?: string[]; timeoutInMinutes?: number }>;
  typeConfiguration?: object;
}

export type ProvisioningType = 'FULLY_MUTABLE' | 'IMMUTABLE' | 'NON_PROVISIONABLE';

/** What stacks can do with resources of a type, by its handlers. */
export function provisioningTypeOf({ handlers = {} }: ResourceSchema): ProvisioningType {
  if (!(handlers.create && handlers.read && handlers.delete)) return 'NON_PROVISIONABLE';
  return handlers.update === undefined ? 'IMMUTABLE' : 'FULLY_MUTABLE';
}

/** An unpacked schema handler package. */
export interface HandlerPackage {
  schema: ResourceSchema;
  /** The folder of the function's code. */
  code: string;
  /** The path of `.rpdk-config`. */
  config: string;
  remove(): void;
}

/**
 * Unpacks what RegisterType takes: `schema.json`, `.rpdk-config` and `ResourceProvider.zip`.
 * @throws Error that names the missing file
 */
export async function unpack(archive: Buffer): Promise<HandlerPackage> {
  const scratch = mkdtempSync(join(tmpdir(), 'type-'));
  const remove = () => removeFolder(scratch);
  try {
    const folder = join(scratch, 'package');
    const code = join(scratch, 'code');
    await unzip(archive, folder);
    const schema = parseSchema(readFileSync(required(folder, 'schema.json'), 'utf8'));
    const config = required(folder, '.rpdk-config');
    await unzip(required(folder, 'ResourceProvider.zip'), code);
    return { schema, code, config, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The schema in a package. */
export async function readSchema(archive: Buffer): Promise<ResourceSchema> {
  const { schema, remove } = await unpack(archive);
  remove();
  return schema;
}

function parseSchema(text: string): ResourceSchema {
  try {
    // A type without handlers can be registered, though not provisioned.
    return { handlers: {}, ...(JSON.parse(text) as Omit<ResourceSchema, 'handlers'>) };
  } catch (error) {
    throw new Error(`schema.json is not valid JSON: ${(error as Error).message}`);
  }
}

function required(folder: string, name: string): string {
  const path = join(folder, name);
  if (!existsSync(path)) throw new Error(`the schema handler package does not contain ${name}`);
  return path;
}
