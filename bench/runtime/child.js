// @ts-check
// One measurement in a separate process, on the handlers' Node.js: node child.js <bundle> <mode> <argument>. Prints JSON.
const { performance } = require('node:perf_hooks');

const [bundle = '', mode = '', argument = ''] = process.argv.slice(2);

/** The runtimes print to stdout as well; the result is the last line. */
const report = (/** @type {object} */ answer) => process.stdout.write(`\n${JSON.stringify(answer)}\n`);

async function main() {
  const from = performance.now();
  const { invoke } = require(bundle);
  const loaded = performance.now() - from;
  if (mode === 'load') return report({ milliseconds: loaded });
  if (mode === 'invoke') {
    const { logGroup, times } = JSON.parse(argument);
    const milliseconds = [];
    for (let round = 0; round < times; round += 1) {
      const start = performance.now();
      const status = await invoke('READ', {}, logGroup);
      if (status !== 'SUCCESS') throw new Error(`the invocation returned ${status}`);
      milliseconds.push(performance.now() - start);
    }
    return report({ milliseconds });
  }
  const properties = JSON.parse(argument);
  for (let times = 0; times < 100; times += 1) {
    const status = await invoke('CREATE', properties, 'bench-create');
    if (status === 'SUCCESS') return report({ kilobytes: process.resourceUsage().maxRSS });
    if (status !== 'IN_PROGRESS') throw new Error(`the create returned ${status}`);
    await new Promise((done) => setTimeout(done, 500));
  }
  throw new Error('the create did not finish');
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
