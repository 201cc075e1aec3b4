// @ts-check
// One measurement in a process of its own, on the handlers' Node.js: node child.js <bundle> <mode> <argument>. Prints JSON.
const { performance } = require('node:perf_hooks');

const [bundle = '', mode = '', argument = ''] = process.argv.slice(2);

/** The runtimes print; a measurement's answer is the last line. */
const tell = (/** @type {object} */ answer) => process.stdout.write(`\n${JSON.stringify(answer)}\n`);

async function main() {
  const from = performance.now();
  const { invoke } = require(bundle);
  const loaded = performance.now() - from;
  if (mode === 'load') return tell({ milliseconds: loaded });
  if (mode === 'invoke') {
    const { logGroup, times } = JSON.parse(argument);
    const milliseconds = [];
    for (let round = 0; round < times; round += 1) {
      const start = performance.now();
      const status = await invoke('READ', {}, logGroup);
      if (status !== 'SUCCESS') throw new Error(`the invocation answered ${status}`);
      milliseconds.push(performance.now() - start);
    }
    return tell({ milliseconds });
  }
  const properties = JSON.parse(argument);
  for (let times = 0; times < 100; times += 1) {
    const status = await invoke('CREATE', properties, 'bench-create');
    if (status === 'SUCCESS') return tell({ kilobytes: process.resourceUsage().maxRSS });
    if (status !== 'IN_PROGRESS') throw new Error(`the create answered ${status}`);
    await new Promise((done) => setTimeout(done, 500));
  }
  throw new Error('the create did not end');
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
