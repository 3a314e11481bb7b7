import type { ClientRecord } from '../../core/model.ts';
import { type Planned, plan } from '../changes/change.ts';
import { switchState } from '../connections/switches.ts';
import { visibleField } from '../facts/visibility.ts';
import { commandLine } from '../rules/command-line.ts';
import { docs } from '../rules/docs.ts';
import { cannotTell, defineRule, type Rule } from '../rules/rule.ts';
import { isUnsupported } from '../strategies.ts';

/** Lets sign-ins of an application come back to this machine; the other callbacks stay. */
export function addCallback(client: ClientRecord, redirectUri: string): Planned {
  const before = client.callbacks ?? [];
  return plan({
    target: { kind: 'app', clientId: client.client_id },
    name: client.name,
    field: 'callbacks',
    before: [...before],
    after: before.includes(redirectUri) ? [...before] : [...before, redirectUri],
    impact: 'login',
    warning: `Sign-ins to \`${client.name}\` may come back to \`${redirectUri}\` on any machine from then on; take it away again when it is not needed`,
  });
}

/** Auth0 compares callbacks exactly, port included, and shows an error page when one is missing. */
export function callbackRule(redirectUri: string): Rule {
  return defineRule({
    id: 'app/callback',
    title: 'Callback on this machine',
    subject: 'app',
    severity: 'error',
    passes: 'The address that the browser comes back to is among the callbacks of the application',
    needs: ['client', 'heldScopes'],
    docs: 'https://auth0.com/docs/get-started/applications/application-settings',
    messages: {
      yes: '`{uri}` is among the callbacks of the application',
      no: '`{uri}` is not among the callbacks of the application, so the browser could not come back',
    },
    evaluate(facts) {
      if (!facts.client.known) return cannotTell(facts.client);
      const field = visibleField(facts.client.value, facts.client.value.callbacks, facts.heldScopes);
      if (!field.known) return cannotTell(field);
      const args = { uri: redirectUri };
      return field.value?.includes(redirectUri) === true
        ? { status: 'pass', say: 'yes', args }
        : { status: 'fail', say: 'no', args };
    },
    fix: (facts) => (facts.client.known ? [addCallback(facts.client.value, redirectUri)] : []),
  });
}

/** Accounts are connected with the current switch only; the early-access one does not help (facts 1.2, 12.21). */
export const currentSwitch = defineRule({
  id: 'connection/connectable',
  title: 'Connected Accounts is on',
  subject: 'connection',
  severity: 'error',
  passes: 'Users can connect accounts with the connection',
  needs: ['connection', 'generation'],
  docs: docs.connectedAccounts,
  messages: {
    yes: 'Accounts of the connection can be connected',
    no: 'Connected Accounts for Token Vault is off, so nobody can connect an account of this connection',
    early:
      'The tenant speaks the early-access generation, in which nobody connects accounts; provider tokens are kept when users sign in',
    not_applicable: 'Strategy `{strategy}` has no accounts to connect',
  },
  evaluate(facts) {
    if (!facts.connection.known) return cannotTell(facts.connection);
    const { strategy } = facts.connection.value;
    if (isUnsupported(facts.connection.value)) {
      return { status: 'skip', say: 'not_applicable', args: { strategy } };
    }
    if (switchState(facts.connection.value, 'connected_accounts') === true)
      return { status: 'pass', say: 'yes' };
    const early = facts.generation.known && facts.generation.value === 'tokensets';
    return { status: 'fail', say: early ? 'early' : 'no' };
  },
  command: (subject, facts) =>
    facts.generation.known && facts.generation.value === 'tokensets'
      ? null
      : commandLine(subject, [
          'connections',
          'enable',
          subject.connection?.name ?? '',
          '--via',
          'connected_accounts',
        ]),
});
