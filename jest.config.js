// Unit tests use no network and few processes. Integration tests and sweeps use real Docker, MiniStack and the official
// tools, one file after another, on an engine that the global set-up starts and the global teardown stops.
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
  // Each test file compiles its modules anew, and V8 never gives up their code: after some 150 files a process runs out of
  // room for it ("RegExpCompiler Allocation failed"). So unit tests run in workers, which are replaced when they have grown.
  workerIdleMemoryLimit: '500MB',
  // A busy machine is slow: a time-out finds what hangs, and no test is about time.
  testTimeout: 30_000,
  // With --coverage. The thresholds only ever rise: set them to what has been reached.
  collectCoverageFrom: ['{src,cli,local}/**/*.ts', '!**/*.d.ts', '!src/models.ts'],
  coverageDirectory: 'build/coverage',
  coverageReporters: ['text-summary', 'json-summary'],
  coverageThreshold: {
    global: {},
    './src/': { statements: 95 },
    './cli/': { statements: 91 },
    './local/': { statements: 66 },
  },
  projects: [
    {
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['\\.integration\\.test\\.ts$', '\\.sweep\\.test\\.ts$'],
      modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/'],
      transform,
    },
    {
      displayName: 'integration',
      testMatch: ['<rootDir>/test/**/*.integration.test.ts'],
      modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/'],
      globalSetup: '<rootDir>/test/support/start-engine.ts',
      globalTeardown: '<rootDir>/test/support/stop-engine.ts',
      transform,
    },
    {
      displayName: 'sweep',
      testMatch: ['<rootDir>/test/**/*.sweep.test.ts'],
      modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/'],
      globalSetup: '<rootDir>/test/support/start-engine.ts',
      globalTeardown: '<rootDir>/test/support/stop-engine.ts',
      transform,
    },
  ],
};
