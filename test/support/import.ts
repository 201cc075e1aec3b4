import type { DescribeChangeSetOutput, ResourceToImport } from '@aws-sdk/client-cloudformation';
import { cloudformation, type Settled, settle } from './deployed-stacks';
import { uniqueName } from './tools';

/** A resource to import, by the one property that identifies it. */
export const toImport = (
  LogicalResourceId: string,
  ResourceType: string,
  key: string,
  value: string,
): ResourceToImport => ({ LogicalResourceId, ResourceType, ResourceIdentifier: { [key]: value } });

/** Creates a change set that imports; whether it failed is in what is returned. */
export async function reviewImport(
  StackName: string,
  template: object,
  ResourcesToImport: ResourceToImport[],
  more: object = {},
): Promise<DescribeChangeSetOutput> {
  const set = { StackName, ChangeSetName: 'import' };
  await cloudformation.createChangeSet({
    ...set,
    ChangeSetType: 'IMPORT',
    TemplateBody: JSON.stringify(template),
    ResourcesToImport,
    ...more,
  });
  return cloudformation.describeChangeSet(set);
}

export async function executeImport(StackName: string, ChangeSetName = 'import'): Promise<Settled> {
  await cloudformation.executeChangeSet({ StackName, ChangeSetName });
  return settle(StackName);
}

/** Creates or updates a stack by a change set that imports what exists under the names in its template. */
export async function deployImporting(
  StackName: string,
  ChangeSetType: 'CREATE' | 'UPDATE',
  template: object,
): Promise<{ changes: string[]; status: string }> {
  const set = { StackName, ChangeSetName: uniqueName('importing') };
  const TemplateBody = JSON.stringify(template);
  await cloudformation.createChangeSet({
    ...set,
    ChangeSetType,
    TemplateBody,
    ImportExistingResources: true,
  });
  const { Changes = [], Status, StatusReason } = await cloudformation.describeChangeSet(set);
  if (Status === 'FAILED') return { changes: [], status: StatusReason ?? '' };
  const changes = Changes.map(({ ResourceChange }) =>
    [ResourceChange?.LogicalResourceId, ResourceChange?.Action, ResourceChange?.PhysicalResourceId].join(' '),
  );
  return { changes: changes.sort(), status: (await executeImport(StackName, set.ChangeSetName)).status };
}
