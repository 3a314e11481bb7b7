import type { CommandSpec } from '../core/command.ts';
import { asTvError, TvError } from '../core/errors.ts';
import { type ExitCode, exitCodes } from '../core/exit-codes.ts';
import type { Globals, OutputFormat } from '../core/globals.ts';
import type { Host } from '../core/host.ts';
import type { Result } from '../core/result.ts';
import { commands, groups } from './catalogue.ts';
import { createContext, type OwnedContext } from './context.ts';
import { resolveGlobals, sniffOutput } from './global-options.ts';
import { answerHelp } from './help-request.ts';
import { withProfile } from './pasted-commands.ts';
import { assertPrintedFields } from './printed-fields.ts';
import { type Invocation, parseCommandLine } from './program.ts';

/** Runs one command line from parsing to exit code; never throws. */
export async function run(host: Host): Promise<ExitCode> {
  let format = sniffOutput(host.argv, host.env);
  let context: OwnedContext | undefined;
  let deletes = false;
  try {
    const help = await answerHelp(host.argv, commands, groups);
    if (help !== undefined) {
      await host.stdout.write(help);
      return exitCodes.ok;
    }
    const invocation = parseCommandLine(host.argv, commands, groups);
    const globals = resolveGlobals(invocation.globals, host.env, { spec: invocation.spec, commands });
    format = globals.output;
    deletes = invocation.spec.effect === 'destroys' && !globals.dryRun;
    context = await createContext(host, invocation, globals, commands);
    return await runVerb(host, invocation, context);
  } catch (error) {
    if (context !== undefined)
      format = await context.effectiveGlobals().then(
        ({ output }) => output,
        () => format,
      );
    return await fail(host, asTvError(error), { format, debug: isDebug(host), context, deletes });
  } finally {
    await context?.close();
  }
}

function isDebug(host: Host): boolean {
  return host.argv.includes('--debug') || Boolean(host.env.TV_DEBUG);
}

async function runVerb(host: Host, { spec, input }: Invocation, context: OwnedContext): Promise<ExitCode> {
  const settled = spec.needs !== 'tenant';
  await assertPrintedFields(spec, settled ? await context.effectiveGlobals() : context.globals, settled);
  const verb = await spec.load();
  const result = await verb.run(context, input);
  const globals = await context.effectiveGlobals();
  await render(host, result, globals, context);
  context.reporter.progress(null);
  for (const note of result.notes ?? []) {
    context.reporter.note(withProfile(note, globals.profile, commands));
  }
  await context.flush();
  await rememberNames(spec, result, context);
  await result.afterwards?.();
  const error = (typeof result.error === 'function' ? result.error() : result.error) ?? lostReceipts(context);
  const exit = typeof result.exit === 'function' ? result.exit() : result.exit;
  if (error === undefined) return exit ?? exitCodes.ok;
  await fail(host, error, { format: globals.output, debug: globals.debug, context });
  return exit === undefined || exit === exitCodes.ok ? error.exit : exit;
}

function lostReceipts(context: OwnedContext): TvError | undefined {
  if (!context.receiptsLost()) return undefined;
  return new TvError('api.partial', 'Something was written whose receipt was lost', {
    hint: 'The output tells what was written; keep it in place of the receipt',
  });
}

/** Keeps the names a listing showed, so that completion knows them without a request. */
async function rememberNames(spec: CommandSpec, result: Result, context: OwnedContext): Promise<void> {
  const [noun] = spec.path;
  if (noun !== 'connections' && noun !== 'apps') return;
  const { keepNames } = await import('./completion/keep-names.ts');
  await keepNames(noun, result.data, context);
}

async function render(host: Host, result: Result, globals: Globals, context: OwnedContext): Promise<void> {
  const { renderResult } = await import('../terminal/render.ts');
  await renderResult(globals.output === 'jsonl' ? withRowContext(result) : result, {
    format: globals.output,
    ...(globals.fields === undefined ? {} : { fields: globals.fields }),
    header: globals.header,
    stdout: context.guard(host.stdout),
    stderr: context.guard(host.stderr),
    env: host.env,
    colourFlag: globals.color,
    quiet: globals.quiet,
    tenant: context.tenantLabel(),
    now: host.clock.now(),
  });
}

/** Adds the row context to each row, so that jsonl lines tell where they came from. */
function withRowContext(result: Result): Result {
  const { rowContext, data } = result;
  if (rowContext === undefined) return result;
  const extend = (row: unknown): unknown => ({ ...(row as object), ...rowContext });
  if (Array.isArray(data)) return { ...result, data: data.map(extend) };
  return isAsyncIterable(data) ? { ...result, data: mapRows(data, extend) } : result;
}

function isAsyncIterable(data: unknown): data is AsyncIterable<unknown> {
  return typeof data === 'object' && data !== null && Symbol.asyncIterator in data;
}

async function* mapRows(
  rows: AsyncIterable<unknown>,
  extend: (row: unknown) => unknown,
): AsyncGenerator<unknown> {
  for await (const row of rows) yield extend(row);
}

interface FailureScene {
  readonly format: OutputFormat;
  readonly debug: boolean;
  readonly context: OwnedContext | undefined;
  /** Whether the command was deleting when its output was closed, so that what is left was not deleted. */
  readonly deletes?: boolean;
}

async function fail(host: Host, failure: TvError, scene: FailureScene): Promise<ExitCode> {
  const error = pastable(failure, scene);
  const origin = error.details.origin;
  if (isClosedPipe(origin)) return scene.deletes ? exitCodes.partial : exitCodes.ok;
  scene.context?.reporter.progress(null);
  await scene.context?.flush();
  const { renderFailure } = await import('../terminal/failure.ts');
  try {
    await renderFailure(error, {
      format: scene.format,
      stderr: host.stderr,
      env: host.env,
      colourFlag: host.argv.includes('--no-color') ? false : undefined,
      debug: scene.debug,
    });
  } catch (unwritten) {
    if (!isOfStream(unwritten)) throw unwritten;
  }
  return error.exit;
}

/** The error with a hint that, pasted, is about the tenant of this run. */
function pastable(error: TvError, { context }: FailureScene): TvError {
  const { hint } = error;
  if (hint === undefined) return error;
  const told = withProfile(hint, context?.globals.profile, commands);
  return told === hint ? error : new TvError(error.code, error.message, { ...error.details, hint: told });
}

/** Whether a stream could not be written, which stderr is not told on; the exit code says what happened. */
function isOfStream(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}

function isClosedPipe(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    // A stream that was read is said to be destroyed in the same words.
    (error.code === 'EPIPE' || (error.code === 'ERR_STREAM_DESTROYED' && error.message.includes('write')))
  );
}
