// Two projects: unit tests touch no process and no network; real tests drive a real Docker engine, MiniStack and
// the official tools, one after another, on an engine that the global set-up starts and ends.
const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: {
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false },
        target: 'es2022',
      },
      module: { type: 'commonjs' },
    },
  ],
};

/** @type {import('jest').Config} */
module.exports = {
  projects: [
    {
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['\\.real\\.test\\.ts$', '\\.full\\.test\\.ts$'],
      modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/'],
      transform,
    },
    {
      displayName: 'real',
      testMatch: ['<rootDir>/test/**/*.real.test.ts'],
      modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/'],
      globalSetup: '<rootDir>/test/real/start-engine.ts',
      globalTeardown: '<rootDir>/test/real/stop-engine.ts',
      transform,
    },
    {
      displayName: 'full',
      testMatch: ['<rootDir>/test/**/*.full.test.ts'],
      modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/'],
      globalSetup: '<rootDir>/test/real/start-engine.ts',
      globalTeardown: '<rootDir>/test/real/stop-engine.ts',
      transform,
    },
  ],
};
