import { isProperties, type Properties } from '../registry/properties';
import type { ProgressEvent } from '../registry/protocol';
import { refusals } from './refusals';

/** Where a page begins: in which page of the list handler, and after how many of its models. */
interface Position {
  handler?: string | undefined;
  skip: number;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');

/** @throws AwsError when the text is no token of ours */
function decode(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64').toString());
  } catch {
    throw refusals.invalid('Invalid NextToken');
  }
}

/** The models on one page of a type's list. A page of the handler's that is longer than asked for is handed out in parts. */
export async function modelsOnPage(
  token: string | undefined,
  size: number | undefined,
  ask: (nextToken: string | undefined) => Promise<ProgressEvent>,
): Promise<{ models: Properties[]; nextToken: string | undefined }> {
  const { handler, skip } = token === undefined ? { handler: undefined, skip: 0 } : positionOf(token);
  const { resourceModels = [], nextToken } = await ask(handler);
  const end = skip + (size ?? resourceModels.length);
  const models = resourceModels.slice(skip, end);
  if (end < resourceModels.length) return { models, nextToken: encode({ handler, skip: end }) };
  return { models, nextToken: nextToken ? encode({ handler: nextToken, skip: 0 }) : undefined };
}

function positionOf(token: string): Position {
  const position = decode(token);
  if (!isProperties(position)) throw refusals.invalid('Invalid NextToken');
  const { handler, skip } = position;
  if (handler !== undefined && typeof handler !== 'string') throw refusals.invalid('Invalid NextToken');
  if (typeof skip !== 'number' || !Number.isInteger(skip) || skip < 0)
    throw refusals.invalid('Invalid NextToken');
  return { handler, skip };
}

/**
 * One page of a list that grows at its beginning and whose items change: a token names the last item of the page before,
 * so that nothing is listed twice, and nothing left out because an item before it is no longer wanted.
 */
export function pageAfter<T>(
  all: T[],
  keyOf: (item: T) => string,
  isWanted: (item: T) => boolean,
  { token, size }: { token: string | undefined; size: number },
): { items: T[]; nextToken: string | undefined } {
  const last = token === undefined ? undefined : decode(token);
  const before = last === undefined ? -1 : all.findIndex((item) => keyOf(item) === last);
  if (last !== undefined && before < 0) throw refusals.invalid('Invalid NextToken');
  const wanted = all.slice(before + 1).filter(isWanted);
  const items = wanted.slice(0, size);
  const final = items.at(-1);
  const more = wanted.length > size && final !== undefined;
  return { items, nextToken: more ? encode(keyOf(final)) : undefined };
}
