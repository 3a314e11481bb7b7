import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Change, Finding } from '../../src/core/model.ts';
import { type Desk, openDesk, type RunOptions } from './tv.ts';

/** What `tv setup --json` prints. */
export interface SetupReport {
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  readonly command: string;
}

/** Runs `tv setup` and reads its report. */
export async function setup(
  desk: Desk,
  args: readonly string[],
  options?: RunOptions,
): Promise<{ readonly exit: number; readonly report: SetupReport; readonly stderr: string }> {
  const { exit, data, stderr } = await desk.json(['setup', ...args], options);
  return { exit, report: data as SetupReport, stderr };
}

/** A desk with a half-configured tenant, and a folder `allowed` that may hold secrets. */
export async function half(): Promise<Desk> {
  const desk = await openDesk({ scenario: 'half-configured' });
  mkdirSync(join(desk.home, 'allowed'));
  return desk;
}

/** `name field status` of changes; the field of a link is `link`. */
export function fields(changes: readonly Change[]): readonly string[] {
  return changes.map(
    ({ name, field, status }) => `${name} ${field.replace(/^clients\..*/, 'link')} ${status}`,
  );
}
