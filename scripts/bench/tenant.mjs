// A pretend tenant in a process of its own, so that its work is not counted as the command's.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Starts `tv sandbox serve`; gives the credentials and a way to end it. */
export async function startTenant(binary, { env, args = [] }) {
  const child = spawn(process.execPath, [binary, 'sandbox', 'serve', '--port', '0', '-o', 'jsonl', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const line = await Promise.race([
    new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    ended.then((code) => {
      throw new Error(`The sandbox ended with ${code}`);
    }),
  ]);
  const { domain, client_id: clientId, client_secret: clientSecret } = JSON.parse(line);
  return {
    credentials: {
      AUTH0_DOMAIN: domain,
      AUTH0_CLIENT_ID: clientId,
      AUTH0_CLIENT_SECRET: clientSecret,
    },
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
