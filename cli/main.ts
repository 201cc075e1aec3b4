#!/usr/bin/env node
import { explain } from './aws/explain';
import { outputFailure } from './commands/interruption';
import type { CommandFailure } from './exit-code';
import { reportFailure, runProgram } from './program';

// The SDK's warning of future Node.js versions is for us, not for those who deploy.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

function end(failure: CommandFailure): never {
  reportFailure(failure, false);
  process.exit(failure.exitCode);
}

// While a command works, it handles this itself, and cleans up first.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (stream.listenerCount('error') === 1) end(outputFailure(error));
  });
}

// The SDK throws some faults of the configuration where nobody can catch them.
process.on('uncaughtException', (error) => end(explain(error)));

runProgram(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
  // Work that a signal left behind keeps the process alive no longer.
  if (code > 128) process.exit();
});
