#!/usr/bin/env node
import { ExitCode } from './exit-code';
import { runProgram } from './program';

// The SDK's warning of future Node.js versions is for us, not for those who deploy.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

// A reader that goes away (`| head`) ends the command as SIGPIPE ends others; a running command cleans up first.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    if (stream.listenerCount('error') === 1) process.exit(ExitCode.closedPipe);
  });
}

runProgram(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
  // Work that a signal left behind keeps the process alive no longer.
  if (code > 128) process.exit();
});
