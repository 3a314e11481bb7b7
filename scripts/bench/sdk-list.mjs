// Lists the tokensets of the users of a file with the official SDK, so many at a time, as jsonl: what a script of a few lines would do.
// usage: sdk-list.mjs <early|current> <users file> <how many at a time>
import { readFileSync } from 'node:fs';

const [generation, file, width] = process.argv.slice(2);
const domain = 'acme.sandbox.test';
const { AUTH0_DOMAIN: origin, AUTH0_CLIENT_ID: clientId, AUTH0_CLIENT_SECRET: clientSecret } = process.env;

// The SDK speaks https to a domain and nothing else, so its requests are led to the sandbox here.
const realFetch = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  const target = url.replace(`https://${domain}`, origin);
  return realFetch(input instanceof Request ? new Request(target, input) : target, init);
};

const { ManagementClient } = await import(generation === 'early' ? 'auth0' : 'auth0-current');
// As often as the SDK allows: at its default of two it gives users up.
const client = new ManagementClient({
  domain,
  clientId,
  clientSecret,
  audience: `${origin}/api/v2/`,
  maxRetries: 10,
});

async function rowsOf(id) {
  if (generation === 'early') return client.users.federatedConnectionsTokensets.list(id);
  const rows = [];
  for await (const row of await client.users.connectedAccounts.list(id, { take: 20 })) rows.push(row);
  return rows;
}

const left = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '');
let failed = 0;

async function work() {
  for (let id = left.shift(); id !== undefined; id = left.shift()) {
    try {
      for (const row of await rowsOf(id))
        process.stdout.write(`${JSON.stringify({ user_id: id, ...row })}\n`);
    } catch (error) {
      failed += 1;
      if (failed === 1) process.stderr.write(`${error}\n`);
    }
  }
}

await Promise.all(Array.from({ length: Number(width) }, work));
if (failed > 0) {
  process.stderr.write(`failed users: ${failed}\n`);
  process.exitCode = 8;
}
