import { builderProperties } from './builder';

/** The resources of a template with one builder, `Image`. */
export const image = (name: string, value: string, properties: object = {}, attributes: object = {}) => ({
  Image: {
    Type: 'TokenInjectable::Docker::Builder',
    ...attributes,
    Properties: { ...builderProperties(name, value), ...properties },
  },
});
