// Runs one Node process and tells what it used.
import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const hook = fileURLToPath(new URL('./usage.cjs', import.meta.url));

/**
 * Runs a script with stdout to /dev/null: seconds of wall and CPU, peak of resident memory, exit code, what stderr held.
 * `onProgress` is given the lines of stderr as they come.
 */
export function measured(script, args, { env, onProgress = () => undefined }) {
  const directory = mkdtempSync(join(tmpdir(), 'tv-bench-'));
  const usage = join(directory, 'usage.json');
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--require', hook, script, ...args], {
    env: { ...env, TV_BENCH_USAGE: usage },
    stdio: ['ignore', openSync('/dev/null', 'w'), 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr = (stderr + text).slice(-4000);
    onProgress(text);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit) => {
      const seconds = (performance.now() - startedAt) / 1000;
      try {
        resolve({ exit, seconds, stderr, ...JSON.parse(readFileSync(usage, 'utf8')) });
      } catch {
        reject(new Error(`${script} ended with ${exit}: ${stderr}`));
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    });
  });
}
