import { brokenBuilds } from './broken-builds';

/** One of each kind: a registry, a Dockerfile, a RUN, a secret, a command. */
const SAMPLE = [
  'a base image that is denied',
  'a file that COPY does not find',
  'a RUN that fails',
  'a secret that is denied',
  'an install command',
];

brokenBuilds((name) => SAMPLE.includes(name));
