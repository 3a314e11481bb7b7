import { readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { answerAtOnce, type BuiltPages } from './cli/first-stage.ts';

/** Reads what the build wrote beside this file. */
function loadBuilt<T>(name: string): T {
  return JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as T;
}

/** What needs neither a verb nor a tenant: help, the version, and what a shell asks at each Tab. */
async function quickAnswer(argv: readonly string[]): Promise<string | undefined> {
  if (argv[0] !== '__complete') {
    const version = () => loadBuilt<string>('version.json');
    return answerAtOnce(argv, version, () => loadBuilt<BuiltPages>('help.json'));
  }
  const { answerCompletion } = await import('./cli/completion/request.ts');
  const { env, platform } = process;
  const home = env.HOME || env.USERPROFILE || undefined;
  return answerCompletion(argv.slice(1), { env, home, platform, cwd: process.cwd() }, () =>
    loadBuilt('completion.json'),
  );
}

/** Writes without opening `process.stdout`, which costs a tenth of a start; it takes over when the pipe is full. */
function writeOut(text: string): void {
  let rest = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(1, rest));
  } catch {
    process.stdout.on('error', () => undefined).write(rest);
  }
}

async function start(): Promise<void> {
  const answer = await quickAnswer(process.argv.slice(2));
  if (answer !== undefined) {
    writeOut(answer);
    return;
  }
  const { main } = await import('./main.ts');
  await main();
}

start().catch((error: unknown) => {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
