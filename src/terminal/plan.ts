import type { OutputStream } from '../core/host.ts';
import type { Change } from '../core/model.ts';
import { formatChanges as changesText } from './changes.ts';
import { type Environment, loadPalette, wantsColour } from './colour.ts';
import { wrapWidth } from './render-options.ts';

/** The stream a plan is shown on before a question is asked. */
export interface PlanStream {
  readonly stderr: OutputStream;
  readonly env: Environment;
  readonly colourFlag: boolean | undefined;
}

/** Planned changes as a block for `Reporter.show`, fitted to stderr and in its colours. */
export async function formatChanges(changes: readonly Change[], stream: PlanStream): Promise<string> {
  const { stderr, env, colourFlag } = stream;
  return changesText(changes, wrapWidth(stderr), await loadPalette(wantsColour(stderr, env, colourFlag)));
}
