import type { Command } from 'commander';
import { examples } from '../invocation';
import { bucket, path, typeName } from '../options/check';
import { parameterOverride } from '../options/pairs';
import type { Wish } from '../registration/plan-registration';
import { readPackage } from '../registration/read-package';
import { checkParameters, registrationTemplate } from '../registration/read-template';
import { readTypeConfiguration } from '../registration/type-configuration';
import { TYPE_NAME } from '../type-name';
import { optionsByRegion, type RegionOptions, withRegionOptions } from './region-options';
import { type RegisterOptions, registerInRegions } from './register-in-regions';
import { runCommand, type Session } from './session';

interface Options extends Omit<RegionOptions, 'typeName'>, RegisterOptions {
  /** Default: the package's own. */
  typeName?: string;
  package?: string;
  typeConfiguration?: string;
  parameterOverrides?: Map<string, string>;
}

export function registerCommand(program: Command): void {
  withRegionOptions(program.command('register'))
    .description(
      'register the resource type in an account, with its roles: one stack in each Region, which every later stack can use',
    )
    .option(
      '--type-name <name>',
      `the name to register the type by (default: the package's, ${TYPE_NAME})`,
      typeName,
    )
    .option('--update', 'change what is registered already: to this version, with these parameters')
    .option('--dry-run', 'print what would change, and change nothing')
    .option(
      '--type-configuration <file>',
      'defaults of all builders as JSON: ServiceRoleArn, VpcConfig, ComputeType, PollIntervalSeconds',
      path('--type-configuration'),
    )
    .option(
      '--parameter-overrides <pairs...>',
      'rights of the roles as KEY=VALUE: SourceBuckets, SourceKeys, BaseImageRepositories, PullThroughCachePrefixes, ' +
        'SecretArns, LogGroups, RepositoryKeys (lists with commas), VpcAccess=true; NamePrefix. The others keep their values',
      parameterOverride,
    )
    .option(
      '--s3-bucket <bucket>',
      'the bucket for the package (default: docker-builder-packages-<account>-<region>, created if it does not exist)',
      bucket,
    )
    .option(
      '--package <zip>',
      'the schema handler package (default: the one of this version)',
      path('--package'),
    )
    .addHelpText(
      'after',
      examples(
        'register',
        'register --region eu-west-1 us-east-1',
        'register --update --parameter-overrides VpcAccess=true',
        'register --type-name Acme::Docker::Image --dry-run',
        'register --local',
      ),
    )
    .action((options: Options) => runCommand(options, (session) => register(options, session)));
}

async function register(options: Options, session: Session): Promise<object> {
  const wish = await readWish(options);
  const each = optionsByRegion({ ...options, typeName: wish.package.schema.typeName });
  return registerInRegions(each, wish, options, session);
}

/** Everything that can be found wrong without a call. */
async function readWish(options: Options): Promise<Wish> {
  const template = await registrationTemplate();
  const parameters = options.parameterOverrides ?? new Map<string, string>();
  checkParameters(template, parameters);
  const { package: zip, typeConfiguration: file } = options;
  const content = await readPackage(
    options.typeName,
    zip === undefined ? undefined : { option: '--package', file: zip },
  );
  const configuration = file === undefined ? undefined : await readTypeConfiguration(file, content.schema);
  return { package: content, template, parameters, configuration };
}
