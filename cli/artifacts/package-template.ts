import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Connection } from '../aws/connection';
import { type ContextFolder, listContext, requireFolder } from '../context/context-folder';
import type { Display } from '../display/report';
import { badInput } from '../exit-code';
import { aliasEdits } from '../template/alias-edits';
import { asciiEdits, escaped } from '../template/ascii';
import { type FolderSource, folderSources } from '../template/folder-sources';
import { edited, parseTemplate, type Template } from '../template/template';
import type { ArtifactBucket } from './artifact-bucket';
import { namingBuilder, uploadContext } from './context-object';

export interface PackageOptions {
  templateFile: string;
  typeName: string;
  /** The template of the file, if it has been read: a pipe can't be read twice. */
  template?: Template;
  s3Prefix?: string;
  /** Ends reading, zipping and uploading at once. */
  signal?: AbortSignal;
  /** Values of the template's parameters, as far as they are known before the deployment. */
  parameters?: ReadonlyMap<string, string>;
  /** Asked for only when there is something to upload: a template without folders needs no bucket. */
  bucket: () => Promise<ArtifactBucket>;
}

/** The template with every folder replaced by the S3 object that holds it, and how many there were. */
export interface PackagedTemplate {
  text: string;
  template: Template;
  folders: number;
}

/** Reads a template, and throws for what is wrong without a call to AWS: its text, and the folders that it names. */
export async function checkTemplate(file: string, typeName: string): Promise<Template> {
  const template = parseTemplate(await templateText(file), file);
  for (const source of folderSources(template, typeName)) {
    await namingBuilder(source.logicalId, () => requireFolder(contextFolder(file, source)));
  }
  return template;
}

/** Throws for a context without its Dockerfile, or with entries that no image can have; without a call to AWS. */
export async function checkContexts(
  template: Template,
  { templateFile, typeName, parameters, signal }: Omit<PackageOptions, 'bucket'>,
): Promise<void> {
  for (const source of folderSources(template, typeName, parameters)) {
    await namingBuilder(source.logicalId, () => listContext(contextFolder(templateFile, source), signal));
  }
}

const contextFolder = (file: string, { logicalId, folder, dockerfile }: FolderSource): ContextFolder => ({
  logicalId,
  folder: resolve(dirname(file), folder),
  written: folder,
  dockerfile,
});

export async function packageTemplate(
  connection: Connection,
  options: PackageOptions,
  display: Display,
): Promise<PackagedTemplate> {
  const file = options.templateFile;
  const template = options.template ?? parseTemplate(await templateText(file), file);
  const sources = folderSources(template, options.typeName, options.parameters);
  const objects = new Map<FolderSource, string>();
  if (sources.length > 0) {
    const listed = [];
    for (const source of sources) {
      const context = contextFolder(file, source);
      const entries = await namingBuilder(source.logicalId, () => listContext(context, options.signal));
      listed.push({ source, context, entries });
    }
    const bucket = await options.bucket();
    const target = { connection, bucket, prefix: options.s3Prefix, display, signal: options.signal };
    for (const { source, context, entries } of listed) {
      objects.set(source, asFlowMap(await uploadContext(context, entries, target), template.format));
    }
  }
  return { text: writeObjects(template, objects), template, folders: sources.length };
}

/** The template's text with the objects in the places of the folders, as CloudFormation takes it. */
function writeObjects(template: Template, objects: ReadonlyMap<FolderSource, string>): string {
  const replacements = new Map([...objects].map(([{ path }, text]) => [path, text]));
  const edits = [...objects].flatMap(([{ position }, text]) => (position ? [{ ...position, text }] : []));
  const replaced = new Set(edits.map(({ start }) => start));
  const ascii = asciiEdits(template).filter(({ start }) => !replaced.has(start));
  return edited(template.text, [...edits, ...ascii, ...aliasEdits(template, replacements)]);
}

/** A JSON object is a YAML flow map: it fits wherever the path stood, in both formats. */
const asFlowMap = ({ S3Bucket, S3Key }: { S3Bucket: string; S3Key: string }, format: Template['format']) =>
  `{"S3Bucket": ${escaped(S3Bucket, format)}, "S3Key": ${escaped(S3Key, format)}}`;

/** CloudFormation's limit for a template in S3, in bytes. */
const MOST_BYTES = 1_048_576;

async function templateText(file: string): Promise<string> {
  try {
    // A pipe has no size, and a device no end: no more is read than is allowed.
    const content = await buffer(createReadStream(file, { end: MOST_BYTES }));
    if (content.length > MOST_BYTES) {
      throw badInput(`${file} is longer than a template may be (${MOST_BYTES} bytes)`);
    }
    // What is not UTF-8 would be deployed as replacement characters.
    if (!isUtf8(content)) throw badInput(`${file} is not UTF-8: save it in that encoding`);
    return content.toString('utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw badInput(`there is no template ${file}`);
    if (code === 'EISDIR') throw badInput(`${file} is a folder: --template-file names a file`);
    throw error;
  }
}
