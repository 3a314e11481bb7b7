import type { ClientRecord } from '../../core/model.ts';
import { resolveApp } from '../resolve.ts';
import type { AppScene } from './application.ts';

const signInTypes: readonly (string | undefined)[] = ['regular_web', 'spa', 'native'];

/**
 * In the access-token exchange: the application that users sign in to and connect their accounts through. Null where nobody
 * connects (early access) or there is none; undefined where the answer is missing.
 */
export async function chooseLoginApp({
  tenant,
  parts,
  flags,
  asker,
}: AppScene): Promise<ClientRecord | null | undefined> {
  if (flags.loginApp !== undefined) return resolveApp(tenant, flags.loginApp);
  if (parts.generation === 'tokensets') return null;
  const candidates = parts.clients.filter(
    (client) => signInTypes.includes(client.app_type) && client.is_first_party !== false,
  );
  if (candidates.length < 2) return candidates[0] ?? null;
  return asker.ask(['--login-app'], (prompter) =>
    prompter.search({
      message: 'Which application do its users sign in to (type to search)',
      flag: '--login-app',
      choices: candidates.map((client) => ({
        value: client,
        name: client.name,
        description: client.app_type ?? 'generic',
      })),
    }),
  );
}
