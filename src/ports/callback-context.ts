/** What an operation remembers between its invocations: plain JSON that CloudFormation returns. */
export interface CallbackContext {
  /** When the operation's first invocation began, in milliseconds since 1970. */
  startedAt: number;
  /** The part that the operation has reached. */
  part?: string;
  /** Computed once an operation: the object behind Source may change meanwhile. */
  resolution?: Resolution;
  /** The builds of the image, by platform. */
  builds?: Record<string, PlatformBuild>;
  /** How far the replication to other Regions is. */
  replication?: ReplicationProgress;
  /** When a wait with a bound began, by what it waits for. */
  waitingSince?: Record<string, number>;
}

/** An image that is in the repository, and a hash of the properties that gave it. */
export interface FinishedImage {
  properties: string;
  tag: string;
}

/** What a builder had and has no longer: its next update and its delete clear it away. */
export interface Former {
  replicaRegions: string[];
  /** Names of SSM parameters. */
  parameters: string[];
}

/** What resolving the inputs gave. */
export interface Resolution {
  imageTag: string;
  /** The tags of the images for the single platforms, where there are several; `imageTag` is then their index's. */
  platformTags?: Record<string, string> | undefined;
  /** A hash of the properties that can change the image. */
  properties: string;
  /** The finished images before this one. */
  finished: FinishedImage[];
  /** The image was found by its properties: its source was not read, so it can't be built. */
  builtBefore?: boolean;
  /** The version of the source object that the tag was computed from; absent where its bucket keeps none. */
  sourceVersion?: string | undefined;
  /** What earlier updates may have left in other Regions or under other names. */
  former?: Former;
  /** Rules of the registry's replication that named the repository before the builder did, by their destinations. */
  rulesOfOthers?: string[];
  /** Repository.PolicyText is no longer given: the policy goes. */
  policyDropped?: boolean;
  /** What the user should know of a build that succeeds. */
  warnings?: string[];
  /** The registries of ECR that the Dockerfile's base images come from. */
  registries?: string[];
}

interface ReplicationProgress {
  /** When the operation last wrote the registry's rules, in milliseconds since 1970. */
  wroteAt?: number;
  /** The rules were left alone since then, for long enough that no writer from before overwrites them. */
  settled?: boolean;
  /** How many tags were added to the image so that ECR replicates it. */
  tags?: number;
}

export interface PlatformBuild {
  /** The build that the operation waits for. */
  id?: string | undefined;
  /** How many builds the operation has started. */
  attempt?: number;
  /** One build failed as a registry limited its pulls. */
  rateLimited?: boolean;
  /** What CodeBuild said when it was asked last. */
  seen?: { at: number; phase: string; startedAt: number } | undefined;
  /** Seconds that the project's last successful builds took. */
  earlier?: number[];
}
