import { isDeepStrictEqual } from 'node:util';

/** Days after which cached layers expire unless a build refreshes them. */
const CACHE_DAYS = 14;

const rule = (
  rulePriority: number,
  description: string,
  tagStatus: 'untagged' | 'any',
  countNumber: number,
) => ({
  rulePriority,
  description,
  selection: { tagStatus, countType: 'sinceImagePushed', countUnit: 'days', countNumber },
  action: { type: 'expire' },
});

/** Untagged images expire; tagged ones never do: Lambda and ECS pin them. */
export const imagePolicy = (untaggedRetentionDays: number): string =>
  JSON.stringify({ rules: [rule(1, 'untagged images expire', 'untagged', untaggedRetentionDays)] });

export const cachePolicy = (): string =>
  JSON.stringify({
    rules: [
      rule(1, 'replaced caches expire', 'untagged', 1),
      rule(2, 'caches that no build refreshes expire', 'any', CACHE_DAYS),
    ],
  });

/** The days of an image policy with the meaning of `imagePolicy`'s; undefined for any other one. */
export function untaggedRetentionOf(text: string | undefined): number | undefined {
  const rules = text === undefined ? [] : rulesOf(text);
  const days = rules[0]?.selection?.countNumber;
  return days !== undefined && isDeepStrictEqual(rules, rulesOf(imagePolicy(days))) ? days : undefined;
}

interface Rule {
  selection?: { countNumber?: number };
}

/** What a policy does: descriptions and the numbers of priorities are only words. */
const rulesOf = (text: string): Rule[] =>
  (JSON.parse(text) as { rules: (Rule & { description?: string; rulePriority: number })[] }).rules.map(
    ({ description: _description, rulePriority: _priority, ...rule }) => rule,
  );
