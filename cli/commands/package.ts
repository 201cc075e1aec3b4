import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { requireBucket } from '../artifacts/artifact-bucket';
import { packageTemplate } from '../artifacts/package-template';
import { chooseDisplay } from '../display/choose';
import { type CommonOptions, connectionOf, withCommonOptions } from './options';

interface Options extends CommonOptions {
  templateFile: string;
  s3Bucket: string;
  s3Prefix?: string;
  outputTemplateFile?: string;
}

const examples = `
Examples:
  docker-builder package --template-file template.yaml --s3-bucket my-artifacts --output-template-file packaged.yaml
  docker-builder package --template-file template.yaml --s3-bucket my-artifacts > packaged.yaml`;

export function packageCommand(program: Command): void {
  withCommonOptions(program.command('package'))
    .description(
      'upload the folders that a template names as build contexts, and write the template that names the uploads',
    )
    .requiredOption('--template-file <file>', 'the template, YAML or JSON')
    .requiredOption('--s3-bucket <bucket>', 'the bucket for the build contexts')
    .option('--s3-prefix <prefix>', 'before the keys of the objects')
    .option('--output-template-file <file>', 'where the packaged template goes (default: standard output)')
    .addHelpText('after', examples)
    .action(async (options: Options) => {
      const connection = await connectionOf(options);
      const display = chooseDisplay(options.json ?? false);
      const bucket = { name: options.s3Bucket };
      const ready = async () => {
        await requireBucket(connection, bucket, false);
        return bucket;
      };
      const { text, folders } = await packageTemplate(connection, { ...options, bucket: ready }, display);
      display.close();
      if (options.outputTemplateFile === undefined) process.stdout.write(text);
      else {
        await writeFile(options.outputTemplateFile, text);
        display.show({
          type: 'step',
          message: `wrote ${options.outputTemplateFile} (${folders} ${folders === 1 ? 'folder' : 'folders'} packaged)`,
        });
      }
    });
}
