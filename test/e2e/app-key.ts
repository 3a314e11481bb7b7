import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExchangeDesk } from './exchange-desk.ts';

/** Lets Acme Web prove itself with a key of its own, whose private half is in `allowed/app.pem`. */
export async function giveAppKey(
  desk: ExchangeDesk,
  { alg = 'RS256', mode = 0o600 }: { readonly alg?: string; readonly mode?: number } = {},
): Promise<void> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  mkdirSync(join(desk.home, 'allowed'));
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  writeFileSync(join(desk.home, 'allowed', 'app.pem'), pem, { mode });
  const id = desk.sandbox.applicationSecrets('Acme Web').client_id;
  const created = (await desk.api('POST', `/clients/${id}/credentials`, {
    credential_type: 'public_key',
    name: 'test',
    alg,
    pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  })) as { readonly id: string };
  await desk.patchApp('Acme Web', {
    token_endpoint_auth_method: null,
    client_authentication_methods: { private_key_jwt: { credentials: [{ id: created.id }] } },
  });
}
