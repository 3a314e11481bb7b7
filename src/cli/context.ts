import type { CommandSpec } from '../core/command.ts';
import type { Context } from '../core/context.ts';
import { type Globals, isMachineFormat } from '../core/globals.ts';
import type { Host, OutputStream } from '../core/host.ts';
import type { Change } from '../core/model.ts';
import type { TerminalReporter } from '../terminal/reporter.ts';
import { createAdapters } from './adapters.ts';
import { assertWritable, confirm } from './confirm.ts';
import { createFiles } from './files.ts';
import { withDefaults } from './global-options.ts';
import { assertPrintedFields } from './printed-fields.ts';
import type { Invocation } from './program.ts';
import { readSecret } from './secret-input.ts';
import { createSurroundings, type Surroundings } from './surroundings.ts';

/** A context and the hands that take it down. */
export interface OwnedContext extends Context {
  /** The globals once a profile's defaults have had their say. */
  effectiveGlobals(): Promise<Globals>;
  /** Whether something was written whose receipt was lost. */
  receiptsLost(): boolean;
  /** Domain of the tenant, when the command got as far as one. */
  tenantLabel(): string | null;
  /** A stream with the progress line cleared before each write. */
  guard(stream: OutputStream): OutputStream;
  /** Everything told so far is written. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Builds the lazy context of one command: what is costly loads at its first use. */
export async function createContext(
  host: Host,
  invocation: Invocation,
  globals: Globals,
  commands: readonly CommandSpec[],
): Promise<OwnedContext> {
  const voice = { format: globals.output };
  const reporter = await openReporter(host, globals, voice);
  const surroundings = createSurroundings(host, globals, reporter);
  const effectiveGlobals = async (): Promise<Globals> => {
    const effective = await applyDefaults(host, invocation, globals, surroundings);
    voice.format = effective.output;
    return effective;
  };
  const adapters = createAdapters({ host, globals, effectiveGlobals, reporter, surroundings });
  const files = createFiles(host);
  const { prompter } = adapters;
  return {
    globals,
    clock: host.clock,
    signal: host.signal,
    reporter,
    files,
    env: host.env,
    platform: host.platform,
    commands,
    columns: () => host.stdout.columns(),
    ...adapters,
    credentials: async (profile) =>
      (await (profile === undefined ? surroundings.resolved() : surroundings.resolve(profile))).credentials,
    profiles: surroundings.profiles,
    directories: surroundings.directories,
    secret: (input, request) => readSecret(input, request, { files, env: host.env, prompter }),
    showChanges: (changes) => showChanges(host, globals, reporter, changes),
    assertWritable: async () => {
      assertWritable(globals, (await surroundings.resolved()).credentials);
      // Now the profile has had its say on the format.
      await assertPrintedFields(invocation.spec, await effectiveGlobals(), true);
    },
    confirm: async (confirmation) => {
      const { credentials } = await surroundings.resolved();
      await confirm(confirmation, { globals, credentials, prompter, reporter });
    },
    effectiveGlobals,
    tenantLabel: () => surroundings.found()?.credentials.tenant.label ?? null,
    guard: (stream) => reporter.guard(stream),
    flush: () => reporter.flush(),
    close: async () => {
      await surroundings.close();
      await reporter.flush();
    },
  };
}

/** The reporter speaks the format of `voice`, which a profile's default may still change. */
async function openReporter(
  host: Host,
  globals: Globals,
  voice: { readonly format: Globals['output'] },
): Promise<TerminalReporter> {
  const { createReporter } = await import('../terminal/reporter.ts');
  return createReporter({
    get format() {
      return voice.format;
    },
    stderr: host.stderr,
    env: host.env,
    colourFlag: globals.color,
    quiet: globals.quiet,
    debug: globals.debug,
    clock: host.clock,
  });
}

async function applyDefaults(
  host: Host,
  invocation: Invocation,
  globals: Globals,
  surroundings: Surroundings,
): Promise<Globals> {
  if (invocation.spec.needs === 'none') return globals;
  const profile = surroundings.found()?.credentials.defaults;
  const tree = (await surroundings.tree())?.defaults;
  return withDefaults(globals, { ...profile, ...tree }, invocation.globals, host.env);
}

async function showChanges(
  host: Host,
  globals: Globals,
  reporter: TerminalReporter,
  changes: readonly Change[],
): Promise<void> {
  // A program has the plan as data with `--dry-run`; a block for people would only be in its way.
  if (isMachineFormat(globals.output) && !(host.stderr.isTTY && globals.input)) return;
  const { formatChanges } = await import('../terminal/plan.ts');
  const style = { stderr: host.stderr, env: host.env, colourFlag: globals.color };
  reporter.show(await formatChanges(changes, style));
}
