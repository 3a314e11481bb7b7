import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { sentenceList } from '../../core/text.ts';
import { connectAccount } from '../connect/connect-account.ts';
import { setStage } from '../connect/stage.ts';
import { describeOutcome } from '../exchange/outcome.ts';
import { exchangeParameters } from '../exchange/request.ts';
import { commandLine } from '../rules/command-line.ts';

/** What a test exchange is made with. */
export interface Trial {
  readonly clientId: string;
  readonly connection: string;
  /** File with the client secret, where it was made in this run. */
  readonly secretFile: string | undefined;
  readonly profile: string | null;
}

/** Offers to connect an account in the browser and to exchange for its token; a no is the answer of Enter. */
export async function offerTrial(context: Context, trial: Trial): Promise<void> {
  const prompter = await context.prompter();
  const yes = await prompter.confirm({
    message: 'Try it now: connect an account in the browser and exchange for its token',
    flag: '--no-input',
    initial: false,
  });
  if (yes) await tryExchange(context, trial);
}

/** As `tv connect --exchange --fix` does it: adds the callback after asking, signs in, connects, exchanges. Nothing is stored here. */
async function tryExchange(context: Context, trial: Trial): Promise<void> {
  const stage = await setStage(context, asInput(trial));
  const { request, connection } = stage;
  if (connection === null) throw new Error('a trial names its connection');
  const tools = await stage.tools();
  await tools.receipts.prepare();
  const connected = await stage.listening((listener) =>
    connectAccount(tools, listener, { ...request, connection, asked: [] }),
  );
  const { clientId, authentication } = request.app;
  const parameters = exchangeParameters({
    kind: 'refresh_token',
    subjectToken: connected.refreshToken,
    connection: connection.name,
  });
  const oauth = await context.oauth();
  const outcome = describeOutcome(await oauth.requestToken(clientId, authentication, parameters), {
    connection: connection.name,
    clientId,
    kind: 'refresh_token',
    expectedScopes: [],
    reveal: false,
    now: context.clock.now(),
  });
  const scopes = outcome.scopes.length === 0 ? '' : ` with ${sentenceList(outcome.scopes)}`;
  const again = commandLine(trial, [
    'connect',
    '--app',
    clientId,
    '--connection',
    connection.name,
    '--exchange',
  ]);
  context.reporter.note(
    `It works: \`${connection.name}\` gave a token${scopes} for user ${connected.userId}. Again: ${again}`,
    'setup.trial',
  );
}

/** The options that `tv connect` would have been given. */
function asInput({ clientId, connection, secretFile }: Trial): Input {
  const values: Readonly<Record<string, string | undefined>> = {
    app: clientId,
    connection,
    'app-secret-file': secretFile,
  };
  return {
    text: (name) => values[name],
    list: () => [],
    flag: (name) => name === 'exchange' || name === 'fix',
    integer: () => undefined,
    duration: () => undefined,
  };
}
