import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { asTvError, TvError } from '../../core/errors.ts';
import { isObject, parseJson } from '../../core/json.ts';
import { type Result, record } from '../../core/result.ts';
import type { Generation, Sandbox, SandboxOptions, ScenarioName } from '../../sandbox/options.ts';

interface Served {
  readonly domain: string;
  readonly client_id: string;
  readonly client_secret: string;
  readonly scenario: string;
  readonly generation: string;
}

/** `tv sandbox serve`: prints its row at once and serves until the signal. */
export async function run(context: Context, input: Input): Promise<Result> {
  const { startSandbox } = await import('../../sandbox/index.ts');
  const port = input.integer('port') ?? 4180;
  await assertReplaceable(context, input.text('state'));
  const sandbox = await startSandbox(settings(context, input, port)).catch((error: unknown) => {
    throw cannotServe(error, port);
  });
  const server = context.closing(closingOnce(sandbox));
  const info = sandbox.info();
  const served: Served = {
    domain: sandbox.baseUrl,
    client_id: sandbox.credentials.clientId,
    client_secret: sandbox.credentials.clientSecret,
    scenario: info.scenario,
    generation: info.generation,
  };
  const result = record(served, {
    id: (value) => value.domain,
    fields: [
      { key: 'domain', header: 'Domain' },
      { key: 'client_id', header: 'Client id' },
      { key: 'client_secret', header: 'Client secret (pretend)' },
      { key: 'scenario', header: 'Scenario' },
      { key: 'generation', header: 'Generation' },
    ],
  });
  return {
    ...result,
    afterwards: () => {
      context.reporter.note(
        `Serving until Ctrl-C; use it with:\n\n${exportLines(served)}\n`,
        'sandbox.serving',
      );
      return serveUntilCancelled(context.signal, server);
    },
    exit: () => asTvError(context.signal.reason).exit,
  };
}

function settings(context: Context, input: Input, port: number): SandboxOptions {
  const scenario = input.text('scenario') as ScenarioName | undefined;
  const generation = input.text('generation') as Generation | undefined;
  const users = input.integer('users');
  const rateLimit = input.integer('rate-limit');
  const burst = input.integer('burst');
  if (burst !== undefined && rateLimit === undefined) {
    throw new TvError('usage.missing_argument', '`--burst` needs `--rate-limit`', {
      hint: 'Say how many requests a second are let through, as in `--rate-limit 50`',
    });
  }
  const latency = input.integer('latency');
  const stateFile = input.text('state');
  return {
    port,
    clock: context.clock,
    ...(scenario === undefined ? {} : { scenario }),
    ...(generation === undefined ? {} : { generation }),
    ...(users === undefined ? {} : { users }),
    ...(rateLimit === undefined ? {} : { rateLimit }),
    ...(burst === undefined ? {} : { burst }),
    ...(latency === undefined ? {} : { latency }),
    ...(stateFile === undefined ? {} : { stateFile }),
  };
}

/** A file that holds something else is not made a sandbox's; throws `usage.file`. */
async function assertReplaceable(context: Context, path: string | undefined): Promise<void> {
  if (path === undefined || path === '-') return;
  const text = await context.files.read(path).catch(() => '');
  const content = parseJson(text);
  if (text.trim() === '' || (isObject(content) && 'format' in content && 'rows' in content)) return;
  throw new TvError('usage.file', `\`${path}\` holds something else than the state of a sandbox`, {
    hint: 'Name another file with `--state`; this one was left as it is',
  });
}

function exportLines(served: Served): string {
  return [
    `  export AUTH0_DOMAIN=${served.domain}`,
    `  export AUTH0_CLIENT_ID=${served.client_id}`,
    `  export AUTH0_CLIENT_SECRET=${served.client_secret}`,
  ].join('\n');
}

/** Closes a sandbox at the first call, the end of serving or of a command that could not print its row. */
function closingOnce(sandbox: Sandbox): Pick<Sandbox, 'close'> {
  let closed = false;
  return {
    async close() {
      if (closed) return;
      closed = true;
      await sandbox.close();
    },
  };
}

/** Holds the command open until it is cancelled, which is how serving ends. */
async function serveUntilCancelled(signal: AbortSignal, server: Pick<Sandbox, 'close'>): Promise<void> {
  if (!signal.aborted) {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }
  await server.close();
}

function cannotServe(error: unknown, port: number): unknown {
  const isPort = error instanceof Error && 'syscall' in error && error.syscall === 'listen';
  if (!isPort) return error;
  return new TvError('usage.invalid_value', `Port ${port} is not free`, {
    hint: 'Choose another with `--port`, or any free one with `--port 0`',
  });
}
