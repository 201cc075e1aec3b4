import { AwsError } from '../../service/errors';
import { page } from '../../service/pages';

const LARGEST_PAGE = 100;

/** One page of a list of the registry. @throws AwsError when the token is not one of ours */
export function registryPage<T>(
  all: T[],
  { MaxResults = LARGEST_PAGE, NextToken }: { MaxResults?: number; NextToken?: string },
): { items: T[]; NextToken?: string } {
  try {
    const { items, nextToken } = page(all, NextToken, MaxResults);
    return { items, ...(nextToken !== undefined && { NextToken: nextToken }) };
  } catch (error) {
    throw new AwsError('CFNRegistryException', `${(error as Error).message}: '${NextToken}'`);
  }
}
