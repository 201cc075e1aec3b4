const SECOND = 1_000;
export const MINUTE = 60 * SECOND;

/** AWS reads are eventually consistent: a resource that was just created may be invisible for this long. */
const CONSISTENCY = MINUTE;

interface Bound {
  /** Milliseconds after which the wait is given up. */
  limit: number;
  /** Seconds until the next try, after this many milliseconds. */
  pace(waited: number): number;
  /** What the progress event says; the detail names what is waited for. */
  words(detail: string): string;
}

const every = (seconds: number) => () => seconds;
/** A full queue empties slowly: ever less often, at least once a minute. */
const slower = (waited: number) => Math.min(60, 5 + Math.round(waited / (10 * SECOND)));

/** Every wait that has a bound. */
export const bounds = {
  project: { limit: CONSISTENCY, pace: every(2), words: (name) => `waiting for the project ${name}` },
  repository: { limit: CONSISTENCY, pace: every(2), words: (name) => `waiting for the repository ${name}` },
  build: { limit: CONSISTENCY, pace: every(2), words: (id) => `waiting for the build ${id}` },
  image: { limit: CONSISTENCY, pace: every(2), words: () => 'waiting until the repository shows the image' },
  builder: { limit: CONSISTENCY, pace: every(2), words: () => 'waiting until the builder can be read' },
  /** A role that was just created is not assumable yet: IAM is eventually consistent. */
  role: {
    limit: 120 * SECOND,
    pace: every(5),
    words: (role) => `waiting until CodeBuild may assume the role ${role}`,
  },
  /** StartBuild throws when the account's queue is full: it empties as builds end. */
  queue: {
    limit: 120 * MINUTE,
    pace: slower,
    words: (refusal) => `CodeBuild's queue is full (${refusal}); trying again`,
  },
  /** A queue whose quota is 0 never empties: the quota must be raised. */
  'queue without a quota': {
    limit: 2 * MINUTE,
    pace: slower,
    words: (refusal) => `CodeBuild's queue is full (${refusal}); trying again`,
  },
  /** Everyone who writes the registry's replication writes the rules of all: a write can undo another. */
  rules: {
    limit: 10 * MINUTE,
    pace: (waited) => Math.min(15, 2 + Math.round(waited / (20 * SECOND))),
    words: () => "others write the registry's replication rules too; trying again",
  },
  replicas: {
    limit: 60 * MINUTE,
    pace: (waited) => Math.min(15, 2 + Math.round(waited / (20 * SECOND))),
    words: (regions) => `waiting for the image in ${regions}`,
  },
  /** ECR creates a repository for the image that it replicates, even if it was deleted meanwhile. */
  'end of replication': {
    limit: 10 * MINUTE,
    pace: every(5),
    words: (regions) => `waiting until ECR no longer replicates the image to ${regions}`,
  },
} satisfies Record<string, Bound>;

export type Reason = keyof typeof bounds;
