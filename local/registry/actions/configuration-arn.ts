import { typeArnOf } from '../state';

/** The ARN of a type's only configuration: `...:type-configuration/resource/Acme-Docker-Image/default`. */
export const configurationArnOf = (versionArn: string): string =>
  `${typeArnOf(versionArn).replace(':type/', ':type-configuration/')}/default`;

/** The ARN of the type that a configuration belongs to. */
export const configuredTypeArnOf = (configurationArn: string): string =>
  configurationArn.replace(':type-configuration/', ':type/').split('/').slice(0, 3).join('/');
