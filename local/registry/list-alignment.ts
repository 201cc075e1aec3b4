/** Which item of one list belongs to which of another, by their indices; without a partner it was removed or added. */
export type Pair =
  | [left: number, right: number]
  | [left: number, right: undefined]
  | [left: undefined, right: number];

type Matches = (left: number, right: number) => boolean;

/** Where the order counts: what both lists begin and end with is the same, what is between belongs together by position. */
export function alignOrdered(lefts: number, rights: number, isSame: Matches): Pair[] {
  const shorter = Math.min(lefts, rights);
  let start = 0;
  while (start < shorter && isSame(start, start)) start += 1;
  let end = 0;
  while (end < shorter - start && isSame(lefts - 1 - end, rights - 1 - end)) end += 1;
  const [left, right] = [lefts - start - end, rights - start - end];
  return indices(Math.max(left, right)).map((offset): Pair => {
    if (offset >= left) return [undefined, start + offset];
    return offset < right ? [start + offset, start + offset] : [start + offset, undefined];
  });
}

/** Where the order does not count: what the first rule matches belongs together, then what the next one does. */
export function alignUnordered(lefts: number, rights: number, rules: Matches[]): Pair[] {
  const open = { left: indices(lefts), right: indices(rights) };
  const found = rules.flatMap((matches): Pair[] => match(open, matches));
  return [
    ...found,
    ...open.left.map((left): Pair => [left, undefined]),
    ...open.right.map((right): Pair => [undefined, right]),
  ];
}

const indices = (length: number): number[] => Array.from({ length }, (_, index) => index);

/** Takes the items that belong together out of the open ones. */
function match(open: { left: number[]; right: number[] }, matches: Matches): [number, number][] {
  const pairs: [number, number][] = [];
  for (const left of open.left) {
    const right = open.right.find((candidate) => matches(left, candidate));
    if (right === undefined) continue;
    pairs.push([left, right]);
    open.right = open.right.filter((index) => index !== right);
  }
  open.left = open.left.filter((index) => !pairs.some(([left]) => left === index));
  return pairs;
}
