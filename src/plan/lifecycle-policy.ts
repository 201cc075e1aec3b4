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

/** The days of an image policy as `imagePolicy` writes it; undefined for any other text. */
export function untaggedRetentionOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const { rules = [] } = JSON.parse(text) as {
    rules?: { selection?: { tagStatus?: string; countNumber?: number } }[];
  };
  return rules.find(({ selection }) => selection?.tagStatus === 'untagged')?.selection?.countNumber;
}
