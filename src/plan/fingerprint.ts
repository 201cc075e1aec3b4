import { createHash } from 'node:crypto';

/** What the build context contains, in any bucket and under any key: a hash of the archive's directory, or the text. */
export type SourceIdentity = { contents: string } | { inline: string };

/** Everything that can change the image, and nothing else (no Regions, tags, role or machine). */
export interface ImageInputs {
  /** Its identity (for the image's tag), or its name (for a hash of the properties). */
  source: object;
  dockerfile: string;
  target: string | undefined;
  buildArgs: Record<string, string>;
  /** The references: a rotated value is another image only under another reference. */
  buildSecrets: Record<string, string> | undefined;
  platforms: string[];
  install: string[];
  preBuild: string[];
  revision: string | undefined;
  buildspecVersion: string;
}

/** JSON with sorted keys and no undefined members: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.keys(value)
      .sort()
      .map((key) => [key, (value as Record<string, unknown>)[key]] as const)
      .filter(([, member]) => member !== undefined);
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** The image tag: a SHA-256 over the resolved inputs, 64 hexadecimal digits. */
export function fingerprint(inputs: ImageInputs): string {
  const ordered = { ...inputs, platforms: [...inputs.platforms].sort() };
  return createHash('sha256').update(canonicalJson(ordered)).digest('hex');
}
