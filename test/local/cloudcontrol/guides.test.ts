import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelCheck } from '../../../local/registry/model-validation';
import type { ResourceSchema } from '../../../local/registry/package';
import schema from '../../../schema/token-injectable-docker-builder.json';

const guide = (name: string): string => readFileSync(join(__dirname, '../../../guides', name), 'utf8');
const check = modelCheck(schema as unknown as ResourceSchema);

/** A Terraform object as JSON: references are some text. */
const jsonOf = (terraform: string): unknown =>
  JSON.parse(
    terraform
      .replace(/^(\s*)(\w+)\s*=\s/gm, '$1"$2": ')
      .replace(/\{ Key = ("[^"]*"), Value = ("[^"]*") \}/g, '{ "Key": $1, "Value": $2 }')
      .replace(/: ([a-z][\w.]*)$/gm, ': "$1"')
      .replace(/(["\]}])\n(\s*")/g, '$1,\n$2'),
  );

it("the desired state of Terraform's example is one that the schema permits", () => {
  const [, state] = /desired_state = jsonencode\((\{\n[\s\S]*?\n {2}\})\)/.exec(guide('terraform.md')) ?? [];
  const desired = jsonOf(state ?? '');
  expect(desired).toMatchObject({ BuilderName: 'shop-web', Tags: [{ Key: 'team', Value: 'shop' }] });
  expect(check(desired)).toBeUndefined();
});

it("the desired state of the aws command's example is one that the schema permits", () => {
  const [, state] = /--desired-state '(\{[\s\S]*?\})'/.exec(guide('cloud-control.md')) ?? [];
  expect(check(JSON.parse(state ?? ''))).toBeUndefined();
});
