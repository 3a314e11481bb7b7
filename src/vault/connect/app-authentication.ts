import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { ClientRecord } from '../../core/model.ts';
import type { ClientAuthentication, Tenant } from '../../core/ports.ts';
import { Secret } from '../../core/secret.ts';
import { chooseSigning } from '../exchange/signing-key.ts';

type Method = ClientAuthentication['method'];

/**
 * How the application proves itself: `--client-auth`, else what its settings say; the secret comes from option, environment
 * or prompt and is never read from the tenant. Throws `usage.no_input`, `usage.conflict`, `usage.file`.
 */
export async function readAppAuthentication(
  context: Context,
  input: Input,
  tenant: Tenant,
  client: ClientRecord,
): Promise<ClientAuthentication> {
  const keyFile = input.text('app-key-file');
  const method = chooseMethod(input.text('client-auth') as Method | undefined, keyFile, client);
  if (method === 'none') return { method };
  if (method === 'private_key_jwt') return withKey(context, keyFile, tenant, client);
  const secret = await context.secret(input, {
    option: 'app-secret',
    variable: 'TV_APP_CLIENT_SECRET',
    prompt: `Client secret of ${client.name}`,
  });
  if (secret !== undefined) return { method, secret };
  throw new TvError('usage.no_input', `The client secret of \`${client.name}\` is needed`, {
    hint: 'Set `TV_APP_CLIENT_SECRET`, or give `--app-secret-stdin` or `--app-secret-file`; with a private key give `--app-key-file`',
  });
}

function chooseMethod(asked: Method | undefined, keyFile: string | undefined, client: ClientRecord): Method {
  if (asked !== undefined && asked !== 'private_key_jwt' && keyFile !== undefined) {
    throw new TvError('usage.conflict', `\`--app-key-file\` does not go with \`--client-auth ${asked}\``, {
      hint: 'Give one of them',
    });
  }
  if (asked !== undefined) return asked;
  if (keyFile !== undefined || client.client_authentication_method === 'private_key_jwt') {
    return 'private_key_jwt';
  }
  const told = client.token_endpoint_auth_method;
  return told === 'none' || told === 'client_secret_basic' ? told : 'client_secret_post';
}

async function withKey(
  context: Context,
  path: string | undefined,
  tenant: Tenant,
  client: ClientRecord,
): Promise<ClientAuthentication> {
  if (path === undefined) {
    throw new TvError('usage.no_input', `The private key of \`${client.name}\` is needed`, {
      cause: 'The application proves itself with `private_key_jwt`',
      hint: 'Give `--app-key-file <pem>`',
    });
  }
  const key = new Secret(await context.files.read(path));
  const { alg, kid } = chooseSigning(key, await credentialsOf(tenant, client), {});
  return { method: 'private_key_jwt', key, alg, ...(kid === undefined ? {} : { kid }) };
}

/** Registered keys tell algorithm and key id; without them the usual algorithm is tried. */
async function credentialsOf(tenant: Tenant, client: ClientRecord) {
  try {
    return await tenant.clients.listCredentials(client.client_id);
  } catch (error) {
    if (error instanceof TvError && error.code === 'access.scope') return [];
    throw error;
  }
}
