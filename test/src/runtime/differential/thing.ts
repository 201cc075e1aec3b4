// An invented type with a property of every kind, as `cfn generate` writes its model for the official runtime, and as our
// runtime's coercion types the same values.
import {
  BaseModel,
  Integer,
  transformValue,
} from '@amazon-web-services-cloudformation/cloudformation-cli-typescript-lib';
import { Expose, Transform, type TransformFnParams, Type } from 'class-transformer';

export const TYPE = 'Test::Differential::Thing';

const valued = (of: unknown, name: string, collections: unknown[] = []) =>
  Transform(
    ({ value, obj }: TransformFnParams) =>
      transformValue(of as never, name, value, obj, [...collections] as never[]),
    { toClassOnly: true },
  );

export class Inner extends BaseModel {
  @Expose({ name: 'Word' })
  @valued(String, 'word')
  word?: string;
  @Expose({ name: 'Count' })
  @valued(Integer, 'count')
  count?: bigint;
}

export class Thing extends BaseModel {
  static override readonly TYPE_NAME = TYPE;
  @Expose({ name: 'Name' })
  @valued(String, 'name')
  name?: string;
  @Expose({ name: 'Size' })
  @valued(Integer, 'size')
  size?: bigint;
  @Expose({ name: 'Ratio' })
  @valued(Number, 'ratio')
  ratio?: number;
  @Expose({ name: 'Enabled' })
  @valued(Boolean, 'enabled')
  enabled?: boolean;
  @Expose({ name: 'Labels' })
  @valued(String, 'labels', [Array])
  labels?: string[];
  @Expose({ name: 'Settings' })
  @valued(String, 'settings', [Map])
  settings?: Map<string, string>;
  @Expose({ name: 'Inner' })
  @Type(() => Inner)
  inner?: Inner;
}

export class Configuration extends BaseModel {
  @Expose({ name: 'Mode' })
  @valued(String, 'mode')
  mode?: string;
}

/** A model as the schema types it, plain. */
export type Plain = Record<string, unknown>;

const typed: Record<string, (value: unknown) => unknown> = {
  Size: Number,
  Count: Number,
  Ratio: Number,
  Enabled: (value) => value === true || value === 'true',
  Inner: (value) => coerced(value),
};

/** CloudFormation hands scalars over as strings. */
export function coerced(raw: unknown): Plain {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new TypeError('no object');
  const entries = Object.entries(raw).map(([name, value]) => {
    const type = typed[name];
    return [name, value === null || type === undefined ? value : type(value)];
  });
  return Object.fromEntries(entries) as Plain;
}
