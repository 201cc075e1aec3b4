import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeImages } from '../../../local/codebuild/docker-config';
import {
  type Container,
  createContainer,
  createRepositories,
  type Ended,
  type Repositories,
} from '../../support/codebuild-container';
import { fileOfImage } from '../../support/tools';

let repositories: Repositories;
let container: Container;
let builds = 0;
/** The image of the last build. */
const image = () => `${repositories.image}:build-${builds}`;
beforeAll(async () => {
  repositories = await createRepositories();
});
beforeEach(() => {
  container = createContainer(repositories);
  writeFileSync(
    join(container.source, 'Dockerfile'),
    'FROM scratch AS wanted\nARG VALUE=none\nCOPY . /c/\nCOPY <<EOF /value\n${VALUE}\nEOF\n\nFROM scratch\nCOPY <<EOF /value\nthe wrong stage\nEOF\n',
  );
  mkdirSync(join(container.source, 'frontend'));
  writeFileSync(join(container.source, 'frontend/x'), 'x');
});
afterEach(() => container.remove());
// What the tests pushed does not stay in `docker images`.
afterAll(() => removeImages(process.env.AWS_ENDPOINT_URL as string));

/** A build with these commands of the user's; the value that its image has. */
async function build(
  preBuild: string[],
  env: Record<string, string> = {},
): Promise<Ended & { value: string }> {
  builds += 1;
  const ended = await container.build(
    { preBuild },
    {
      DOCKER_BUILDER_ARG_VALUE: 'right',
      DOCKER_BUILDER_TARGET: 'wanted',
      DOCKER_BUILDER_IMAGE_TAG: `build-${builds}`,
      DOCKER_BUILDER_CACHE_REPOSITORY_URI: '',
      ...env,
    },
  );
  expect(ended).toEqual({ ...ended, failed: undefined });
  return { ...ended, value: fileOfImage(image(), '/value').toString() };
}

it('a cd is followed by the commands after it, and the root of the context is built', async () => {
  await build(['cd frontend', 'echo generated > gen.txt']);
  expect(fileOfImage(image(), '/c/frontend/gen.txt').toString()).toBe('generated\n');
}, 60_000);

describe('the build is not taken over by', () => {
  it.each<[string, string[]]>([
    [
      'variables with the names that the type once used',
      [
        'export IMAGE_TAG=x DOCKERFILE=x TARGET=x PLATFORM=linux/x REPOSITORY_URI=x CACHE_REPOSITORY_URI=x INLINE_DOCKERFILE=x CACHE_DISABLED=x ARG_VALUE=wrong ARG_OTHER=x',
      ],
    ],
    [
      'variables with the names that it uses today',
      [
        'export DOCKER_BUILDER_IMAGE_TAG=x DOCKER_BUILDER_DOCKERFILE=x DOCKER_BUILDER_TARGET= DOCKER_BUILDER_ARG_VALUE=wrong DOCKER_BUILDER_INLINE_DOCKERFILE=x',
      ],
    ],
    [
      'variables that are unset',
      [
        'unset CODEBUILD_SRC_DIR DOCKER_BUILDER_IMAGE_TAG DOCKER_BUILDER_ARG_VALUE AWS_REGION AWS_DEFAULT_REGION HOME',
      ],
    ],
    ['a PATH without docker and aws', ['export PATH=/usr/bin/nothing:.']],
    ['an empty PATH', ['export PATH=']],
    [
      'functions named as its tools',
      [
        'docker() { exit 9; }; aws() { exit 9; }; say() { exit 9; }; cd() { exit 9; }; export -f docker aws say cd; export BASH_FUNC_timeout%%="() { exit 9; }" || true',
      ],
    ],
    [
      'BASH_ENV, ENV and options of the shell',
      [
        'echo exit 9 > /tmp/bash-env-$$; export BASH_ENV=/tmp/bash-env-$$ ENV=/tmp/bash-env-$$; rm /tmp/bash-env-$$; set -o noglob; export SHELLOPTS POSIXLY_CORRECT=1 CDPATH=/ GLOBIGNORE=* IFS=:',
      ],
    ],
    [
      'credentials and Regions of other accounts',
      [
        'export AWS_ACCESS_KEY_ID=x AWS_PROFILE=nobody AWS_REGION=eu-nowhere-1 AWS_ENDPOINT_URL=http://127.0.0.1:9 AWS_CONFIG_FILE=/nowhere',
      ],
    ],
    [
      "settings of docker's",
      [
        'export DOCKER_BUILDKIT=0 BUILDX_BUILDER=nobody DOCKER_HOST=tcp://127.0.0.1:9 DOCKER_DEFAULT_PLATFORM=linux/riscv64 BUILDKIT_PROGRESS=rawjson DOCKER_CONTEXT=nowhere',
      ],
    ],
    [
      "names of the script's own variables",
      [
        'export image=x registry=x context=/ file=/x options=x build_args=x cache=x login=x host=x variable=x tool=x',
      ],
    ],
  ])(
    '%s',
    async (_what, commands) => {
      expect((await build(commands)).value).toBe('right\n');
    },
    60_000,
  );
});

it('programs and logins of the user are there in the build', async () => {
  const wrapper =
    'mkdir -p ../bin; printf "#!/bin/sh\\necho used >>%s/used\\nexec $(command -v aws) \\"\\$@\\"\\n" "$PWD" >../bin/aws; chmod +x ../bin/aws; export PATH=$PWD/../bin:$PATH';
  const login =
    'export DOCKER_CONFIG=.docker; mkdir .docker; echo {\\"auths\\":{\\"registry.example\\":{\\"auth\\":\\"eDp5\\"}}} >.docker/config.json';
  const { log } = await build([wrapper, login, 'cd /']);
  expect(log).toContain('pushed the image');
  expect(fileOfImage(image(), '/c/used').toString()).toContain('used');
  // Without the token of our own login.
  expect(JSON.parse(fileOfImage(image(), '/c/.docker/config.json').toString())).toEqual({
    auths: { 'registry.example': { auth: 'eDp5' } },
  });
}, 60_000);

it('every other registry of ECR that the Dockerfile or an argument names gets a login, and one that fails is a warning', async () => {
  const hosts = [
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn',
    '123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com',
    '123456789012.dkr-ecr.eu-central-1.on.aws',
  ];
  const [inDockerfile, ...inArguments] = hosts;
  writeFileSync(
    join(container.source, 'Dockerfile'),
    `FROM scratch AS wanted\nARG VALUE\n# ${inDockerfile}/base\nCOPY <<EOF /value\n\${VALUE}\nEOF\n`,
  );
  const fake =
    '#!/bin/sh\ncase "$*" in *login*amazonaws* | *login*on.aws*) cat >/dev/null; echo "login $*"; exit 1 ;; esac\nexec $REAL_DOCKER "$@"\n';
  const { log } = await build(
    [
      `mkdir ../bin; REAL_DOCKER=$(command -v docker); cat >../bin/docker <<EOF\n${fake.replaceAll('$', '\\$').replace('\\$REAL_DOCKER', '$REAL_DOCKER')}EOF\nchmod +x ../bin/docker; export PATH=$PWD/../bin:$PATH`,
    ],
    {
      DOCKER_BUILDER_ARG_B: `${inArguments[0]}/x ${inArguments[1]}`,
      DOCKER_BUILDER_REGISTRIES: inArguments[2] ?? '',
    },
  );
  for (const host of hosts) {
    expect(log).toContain(`docker-builder: logging in to ${host}\n`);
    expect(log).toContain(`docker-builder: warning: cannot log in to ${host}: login `);
  }
}, 60_000);
