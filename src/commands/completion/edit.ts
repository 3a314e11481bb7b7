import { lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { nobodyToAsk } from '../../core/confirmation.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Result } from '../../core/result.ts';
import { block, type StartupFile } from './startup-file.ts';

/** What happens to the start-up file. */
export interface Edit {
  readonly action: 'added' | 'updated' | 'unchanged' | 'removed';
  /** Asked before, said when only planned, such as `Add completion to`, and said when done, such as `Added completion to`. */
  readonly verb: { readonly plan: string; readonly done: string };
  readonly before: string;
  readonly after: string;
  /** Said at the end. */
  readonly next: string;
}

/** Text of the file, empty when there is none; throws `usage.file`. */
export async function readStartupFile({ path }: StartupFile): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw fileError('read', path, error);
  }
}

/** Shows the block, asks, writes the file, or takes it away when nothing is left in it, and tells; throws `usage.confirmation`, `cancelled.declined`, `usage.file`. */
export async function carryOut(context: Context, file: StartupFile, edit: Edit): Promise<Result> {
  const { dryRun } = context.globals;
  const changes = edit.after !== edit.before;
  const goes = edit.action === 'removed' && edit.after === '' && (await isPlainFile(file.path));
  if (changes && !dryRun) {
    await ask(context, file, edit);
    if (goes) await remove(file.path);
    else await write(file.path, edit.after);
  }
  const said = changes ? told(file, edit, { dryRun, goes }) : edit.next;
  return {
    data: {
      shell: file.shell,
      file: file.path,
      line: file.line,
      action: edit.action,
      dry_run: dryRun,
    },
    view: { kind: 'message', text: changes && dryRun ? `${said}:\n\n${block(file).trimEnd()}` : said },
    notes: changes && !dryRun ? [edit.next] : [],
  };
}

function told(
  { path }: StartupFile,
  { verb }: Edit,
  { dryRun, goes }: { readonly dryRun: boolean; readonly goes: boolean },
): string {
  const plan = verb.plan.charAt(0).toLowerCase() + verb.plan.slice(1);
  const held = dryRun ? 'holds' : 'held';
  return `${dryRun ? `Would ${plan}` : verb.done} \`${path}\`${goes ? `, and the file, which ${held} nothing else` : ''}`;
}

async function ask(context: Context, file: StartupFile, { verb }: Edit): Promise<void> {
  if (context.globals.yes) return;
  const prompter = await context.prompter();
  const question = `${verb.plan} \`${file.path}\``;
  if (!prompter.interactive) throw nobodyToAsk(question);
  context.reporter.show(block(file));
  if (!(await prompter.confirm({ message: `${question}?`, flag: '--yes', initial: true }))) {
    throw new TvError('cancelled.declined', 'Declined, so nothing was changed');
  }
}

async function write(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    // Through a link and with the mode it has: the file is the user's.
    await writeFile(path, text);
  } catch (error) {
    throw fileError('write', path, error);
  }
}

/** A link stays: where it leads is the user's own arrangement. */
async function isPlainFile(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function remove(path: string): Promise<void> {
  try {
    await rm(path);
  } catch (error) {
    throw fileError('write', path, error);
  }
}

function fileError(action: 'read' | 'write', path: string, error: unknown): TvError {
  return new TvError('usage.file', `Cannot ${action} \`${path}\``, {
    cause: error instanceof Error ? error.message : String(error),
    hint: 'Name another file with `--file`, or add the line of `tv completion install --dry-run` by hand',
  });
}
