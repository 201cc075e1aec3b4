// AWS::CloudFormation::ResourceVersion reports a failed registration without its reason; only DescribeTypeRegistration has it.
import {
  type CloudFormationClient,
  DescribeTypeRegistrationCommand,
  ListTypeRegistrationsCommand,
} from '@aws-sdk/client-cloudformation';

/** The tokens of a type's failed registrations so far. A type that was never registered has none. */
export async function failedRegistrations(
  cloudformation: CloudFormationClient,
  TypeName: string,
): Promise<string[]> {
  const tokens: string[] = [];
  let NextToken: string | undefined;
  try {
    do {
      const page = await cloudformation.send(
        new ListTypeRegistrationsCommand({
          Type: 'RESOURCE',
          TypeName,
          RegistrationStatusFilter: 'FAILED',
          NextToken,
        }),
      );
      tokens.push(...(page.RegistrationTokenList ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  } catch {
    // The reason is worth a call, but not worth losing the failure that is known.
  }
  return tokens;
}

/** Why the registration failed that was not among `before`; undefined when there is none. */
export async function reasonOfFailure(
  cloudformation: CloudFormationClient,
  typeName: string,
  before: readonly string[],
): Promise<string | undefined> {
  const fresh = (await failedRegistrations(cloudformation, typeName)).filter(
    (token) => !before.includes(token),
  );
  for (const RegistrationToken of fresh) {
    const registration = await cloudformation
      .send(new DescribeTypeRegistrationCommand({ RegistrationToken }))
      .catch(() => undefined);
    if (registration?.Description !== undefined) return registration.Description;
  }
  return undefined;
}
