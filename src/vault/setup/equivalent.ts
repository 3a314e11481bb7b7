import type { ClientRecord } from '../../core/model.ts';
import { commandLine } from '../rules/command-line.ts';
import type { Decisions } from './decide.ts';
import type { SetupFlags } from './flags.ts';

/** What the equivalent command depends on. */
export interface Equivalent {
  readonly decisions: Decisions;
  readonly flags: SetupFlags;
  readonly profile: string | null;
  /** Whether changes need `--yes` where nobody can be asked. */
  readonly consent: boolean;
  /** Tenant to name, where the profile is protected. */
  readonly expectTenant: string | undefined;
}

/** The one command line that does the same without questions; never a secret, only the file it goes to. */
export function equivalentCommand({ decisions, flags, profile, consent, expectTenant }: Equivalent): string {
  const { app, connections, loginApp } = decisions;
  return commandLine({ profile }, [
    'setup',
    ...(app.kind === 'new'
      ? ['--create-app', app.name, '--secret-out', app.secretOut]
      : ['--app', reference(app.client)]),
    ...(app.kind === 'new' && app.api !== undefined ? ['--api-identifier', app.api.identifier] : []),
    ...connections.flatMap(({ name }) => ['--connection', name]),
    '--exchange',
    app.exchange,
    ...(loginApp === undefined ? [] : ['--login-app', reference(loginApp)]),
    ...(flags.fix.length === 0 ? [] : ['--fix', ...flags.fix]),
    ...(consent || expectTenant !== undefined ? ['--yes'] : []),
    ...(expectTenant === undefined ? [] : ['--expect-tenant', expectTenant]),
  ]);
}

function reference({ client_id: id }: ClientRecord): string {
  return id;
}
