import { looksLikeDockerfile } from '../../../cli/context/dockerfiles';

it.each([
  'Dockerfile',
  'dockerfile',
  'a/Dockerfile',
  'Dockerfile.prod',
  'prod.Dockerfile',
  'Containerfile',
  'b.containerfile',
])('%s looks like a Dockerfile', (path) => expect(looksLikeDockerfile(path)).toBe(true));

it.each(['Dockerfile.dockerignore', '.dockerignore', 'Dockerfiles', 'my-Dockerfile', 'Dockerfile/a'])(
  '%s does not',
  (path) => expect(looksLikeDockerfile(path)).toBe(false),
);
