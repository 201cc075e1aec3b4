import fc from 'fast-check';
import type { Model } from '../../../src/models';
import { desiredBuilder, type NamedModel } from '../../../src/plan/desired';
import { modelOfProject, projectDefinition } from '../../../src/plan/project';
import { anyRecordedModel } from '../../support/any-model';

const place = { partition: 'aws', account: '123456789012', region: 'us-east-1' };
const owner = { stackId: 'arn:aws:cloudformation:us-east-1:1:stack/shop/1', logicalId: 'Image', token: 't' };

/** What a project that a model was written into records of it. */
function readBack(model: NamedModel): Model {
  const desired = desiredBuilder({ model, owner, stackTags: {}, typeConfiguration: undefined, place });
  const definition = projectDefinition({ ...desired, imageTag: 'tag', properties: 'hash', finished: [] });
  // As a service keeps it: text, and nothing shared with what was written.
  const project = JSON.parse(JSON.stringify({ ...definition, arn: 'arn:aws:codebuild:::project/x' }));
  return modelOfProject(model.BuilderName, project);
}

/** A list of tags has no order; a repository's name is always known. */
const comparable = (model: Model): Model =>
  model.Tags === undefined
    ? model
    : { ...model, Tags: [...model.Tags].sort((a, b) => (a.Key < b.Key ? -1 : 1)) };

describe('any model written into a project', () => {
  it('is read back equal, property by property, what was given empty included', () => {
    fc.assert(
      fc.property(anyRecordedModel, (model) => {
        const [written, found] = [comparable(model), comparable(readBack(model))];
        for (const property of Object.keys(written) as (keyof Model)[]) {
          if (property !== 'Repository') expect(found[property]).toEqual(written[property]);
        }
        expect(found.Repository).toMatchObject(written.Repository ?? {});
      }),
      { numRuns: 500 },
    );
  });

  it('is read back the same when what was read is written again', () => {
    fc.assert(
      fc.property(anyRecordedModel, (model) => {
        const once = { ...readBack(model), BuilderName: model.BuilderName };
        expect(comparable(readBack(once))).toEqual(comparable(once));
      }),
      { numRuns: 200 },
    );
  });

  it('keeps the order of its build arguments', () => {
    const BuildArgs = JSON.parse('{"Z": "1", "__proto__": "2", "A": "3", "constructor": "4"}') as Record<
      string,
      string
    >;
    const model = readBack({ BuilderName: 'web', Source: { Inline: 'FROM scratch' }, BuildArgs });
    expect(Object.entries(model.BuildArgs ?? {})).toEqual(Object.entries(BuildArgs));
  });
});

it.each([
  'BuildArgs',
  'BuildSecrets',
  'InstallCommands',
  'PreBuildCommands',
  'ReplicaRegions',
  'Tags',
] as const)(
  '%s is absent from what is read when it was not given, and empty when it was given empty',
  (property) => {
    const model: NamedModel = { BuilderName: 'web', Source: { Inline: 'FROM scratch' } };
    const empty = property.startsWith('Build') ? {} : [];
    expect(readBack(model)).not.toHaveProperty(property);
    expect(readBack({ ...model, [property]: empty })).toHaveProperty(property, empty);
  },
);
