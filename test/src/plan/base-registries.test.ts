import { baseRegistries } from '../../../src/plan/base-registries';

const ACCOUNT = '123456789012';

it.each([
  `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`,
  `${ACCOUNT}.dkr.ecr-fips.us-east-1.amazonaws.com`,
  `${ACCOUNT}.dkr.ecr.cn-north-1.amazonaws.com.cn`,
  `${ACCOUNT}.dkr.ecr.us-gov-west-1.amazonaws.com`,
  `${ACCOUNT}.dkr.ecr.us-iso-east-1.c2s.ic.gov`,
  `${ACCOUNT}.dkr.ecr.us-isob-east-1.sc2s.sgov.gov`,
  `${ACCOUNT}.dkr.ecr.eusc-de-east-1.amazonaws.eu`,
  `${ACCOUNT}.dkr-ecr.eu-west-1.on.aws`,
  `${ACCOUNT}.dkr-ecr-fips.us-east-1.on.aws`,
])('%s is found in FROM, COPY --from, a default and an argument', (host) => {
  expect(baseRegistries(`FROM ${host}/base:1`, {})).toEqual([host]);
  expect(baseRegistries(`FROM scratch\nCOPY --from=${host}/base:1 /a /b`, {})).toEqual([host]);
  expect(baseRegistries(`ARG BASE=${host}/base\nFROM $BASE`, {})).toEqual([host]);
  expect(baseRegistries('ARG BASE\nFROM $BASE', { BASE: `${host}/base` })).toEqual([host]);
});

it.each<[string, Record<string, string>]>([
  ['FROM ${ID}.dkr.ecr.${REGION}.amazonaws.com/x', { ID: ACCOUNT, REGION: 'eu-west-1' }],
  ['FROM $ID.dkr.ecr.$REGION.amazonaws.com/x', { ID: ACCOUNT, REGION: 'eu-west-1' }],
  ['ARG REGION=eu-west-1\nFROM $ID.dkr.ecr.$REGION.amazonaws.com/x', { ID: ACCOUNT }],
  ['FROM $ID.dkr.ecr.${REGION:-eu-west-1}.amazonaws.com/x', { ID: ACCOUNT }],
  ['ARG HOST=${ID}.dkr.ecr.eu-west-1.amazonaws.com\nARG BASE=$HOST/x\nFROM $BASE', { ID: ACCOUNT }],
])('a host that %j puts together is found', (text, buildArgs) => {
  expect(baseRegistries(text, buildArgs)).toEqual([`${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`]);
});

it.each([
  'FROM node:20',
  'FROM public.ecr.aws/docker/library/node:20',
  `FROM ${ACCOUNT}.dkr.ecr.eu-west-1.example.com/x`,
  'FROM 12.dkr.ecr.eu-west-1.amazonaws.com/x',
])('%s names none', (text) => {
  expect(baseRegistries(text, {})).toEqual([]);
});

it('arguments that name each other endlessly are given up', () => {
  expect(baseRegistries('ARG A=$B$B\nARG B=$A$A\nFROM $A', { C: '$C'.repeat(2_000) })).toEqual([]);
});
