import type { OutputStream } from '../core/host.ts';
import type { Change, Finding } from '../core/model.ts';
import { formatChanges as changesText } from './changes.ts';
import { type Environment, loadPalette, wantsColour } from './colour.ts';
import { formatFindings as findingsText } from './findings.ts';
import { columnsOf } from './render-options.ts';

/** The stream a plan is shown on before a question is asked. */
export interface PlanStream {
  readonly stderr: OutputStream;
  readonly env: Environment;
  readonly colourFlag: boolean | undefined;
}

/** Planned changes as a block for `Reporter.show`, fitted to stderr and in its colours. */
export async function formatChanges(changes: readonly Change[], stream: PlanStream): Promise<string> {
  return changesText(changes, columnsOf(stream.stderr), await paletteOf(stream));
}

/** Findings as a block for `Reporter.show`, fitted to stderr and in its colours. */
export async function formatFindings(findings: readonly Finding[], stream: PlanStream): Promise<string> {
  return findingsText(findings, { width: columnsOf(stream.stderr), palette: await paletteOf(stream) });
}

function paletteOf({ stderr, env, colourFlag }: PlanStream): ReturnType<typeof loadPalette> {
  return loadPalette(wantsColour(stderr, env, colourFlag));
}
