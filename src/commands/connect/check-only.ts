import type { Context } from '../../core/context.ts';
import { isMachineFormat } from '../../core/globals.ts';
import type { Result } from '../../core/result.ts';
import { addCallback } from '../../vault/connect/local-rules.ts';
import { firstCallback, type Stage } from '../../vault/connect/stage.ts';
import { exitOf } from '../../vault/rules/exit.ts';

/** `tv connect --dry-run`: what must hold and what `--fix` would change; no browser opens. */
export async function checkOnly(context: Context, stage: Stage): Promise<Result> {
  const redirectUri = firstCallback(stage);
  const findings = (await stage.check(redirectUri)).map(({ finding }) => finding);
  const planned = stage.fix ? [addCallback(stage.client, redirectUri).change] : [];
  const changes = planned.filter(({ status }) => status === 'planned');
  if (changes.length > 0 && !isMachineFormat(context.globals.output)) await context.showChanges(changes);
  const mended = changes.length > 0 ? ['app/callback'] : [];
  return {
    data: { dry_run: true, changes, findings },
    view: { kind: 'findings', footer: ['Nothing was opened or changed (`--dry-run`)'] },
    exit: exitOf(
      findings.filter(({ id }) => !mended.includes(id)),
      'error',
    ),
  };
}
