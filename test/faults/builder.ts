import type { Properties } from '../../local/host/properties';

/** A small builder whose image holds a value, and which leaves nothing when it is deleted. */
export const builderProperties = (name: string, value: string): Properties => ({
  BuilderName: name,
  PollIntervalSeconds: 1,
  Source: { Inline: 'FROM scratch\nARG VALUE\nCOPY <<EOF /value\n${VALUE}\nEOF\n' },
  BuildArgs: { VALUE: value },
  Repository: { RemovalPolicy: 'DELETE' },
});
