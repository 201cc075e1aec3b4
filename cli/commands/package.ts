import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { requireBucket } from '../artifacts/artifact-bucket';
import { checkTemplate, packageTemplate } from '../artifacts/package-template';
import { examples } from '../invocation';
import { bucket, keyPrefix, path } from '../options/check';
import { requireWritable } from '../options/output-file';
import { connect } from './connect';
import { type CommonOptions, checkCommonOptions, withCommonOptions } from './options';
import { runCommand, type Session } from './session';

interface Options extends CommonOptions {
  templateFile: string;
  s3Bucket: string;
  s3Prefix?: string;
  outputTemplateFile?: string;
}

export function packageCommand(program: Command): void {
  withCommonOptions(program.command('package'))
    .description(
      'upload the folders that a template names as build contexts, and write the template that names the uploads',
    )
    .requiredOption('--template-file <file>', 'the template, YAML or JSON', path('--template-file'))
    .requiredOption('--s3-bucket <bucket>', 'the bucket for the build contexts', bucket)
    .option('--s3-prefix <prefix>', 'the folder of the uploaded objects in the bucket', keyPrefix)
    .option(
      '--output-template-file <file>',
      'the file to write the packaged template to (default: stdout)',
      path('--output-template-file'),
    )
    .addHelpText(
      'after',
      examples(
        'package --template-file template.yaml --s3-bucket my-artifacts --output-template-file packaged.yaml',
        'package --template-file template.yaml --s3-bucket my-artifacts > packaged.yaml',
      ),
    )
    .action((options: Options) => runCommand(options, (session) => packageToFile(options, session)));
}

async function packageToFile(options: Options, session: Session): Promise<object> {
  checkCommonOptions(options);
  const { outputTemplateFile: file, templateFile, typeName, s3Bucket, json } = options;
  const template = await checkTemplate(templateFile, typeName);
  if (file !== undefined) await requireWritable('--output-template-file', file);
  const connection = await connect(options);
  const place = { name: s3Bucket };
  const ready = async () => {
    await requireBucket(connection, place, { create: false });
    return place;
  };
  const { text, folders } = await packageTemplate(
    connection,
    { ...options, template, bucket: ready, signal: session.signal },
    session.display,
  );
  if (file !== undefined) {
    await writeFile(file, text);
    session.step(`wrote ${file} (${folders} ${folders === 1 ? 'folder' : 'folders'} packaged)`);
    return { folders, file };
  }
  session.display.close();
  if (!json) process.stdout.write(text);
  return { folders, template: text };
}
