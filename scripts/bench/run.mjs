// `npm run bench [-- [topic…] [--runs <n>] [--only <words>] [--json]]`: measures, prints a table a topic, judges nothing else.
import { parseArgs } from 'node:util';
import { printTable } from './table.mjs';
import * as bulk from './topics/bulk.mjs';
import * as memory from './topics/memory.mjs';
import * as size from './topics/size.mjs';
import * as startUp from './topics/start-up.mjs';

const topics = { 'start-up': startUp, size, bulk, memory };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '21' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const runs = Number(values.runs);
const unknown = positionals.filter((name) => !Object.hasOwn(topics, name));

if (values.help || unknown.length > 0 || !Number.isInteger(runs) || runs < 1) {
  process.stderr.write('usage: npm run bench [-- [topic…] [--runs <n>] [--only <words>] [--json]]\n\n');
  for (const [name, { summary }] of Object.entries(topics)) process.stderr.write(`  ${name}  ${summary}\n`);
  process.exitCode = values.help ? 0 : 2;
} else {
  const results = {};
  for (const name of positionals.length > 0 ? positionals : Object.keys(topics)) {
    const topic = topics[name];
    const table = await topic.measure({ runs, only: values.only });
    results[name] = table.rows;
    if (!values.json) printTable(`${name}: ${topic.summary}`, table);
  }
  if (values.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  // A pseudo-terminal may outlive what ran at it.
  process.exit();
}
