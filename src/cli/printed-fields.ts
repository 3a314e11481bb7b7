import type { CommandSpec } from '../core/command.ts';
import type { Globals } from '../core/globals.ts';

/**
 * Refuses a field that a command which writes does not print, before it writes: the renderer would only find out with the
 * result at hand. Throws `usage.invalid_value`.
 */
export async function assertPrintedFields({ keys }: CommandSpec, globals: Globals): Promise<void> {
  const { fields, output, outputChosen } = globals;
  if (fields === undefined || keys === undefined) return;
  const { assertFields, namedColumns } = await import('../terminal/fields.ts');
  const columns = (names: readonly string[]) => names.map((key) => ({ key, header: key }));
  // Without a format on the command line or in the environment the profile may still name one.
  if (!outputChosen) assertFields(fields, [], columns([...new Set([...keys.document, ...keys.rows])]));
  else if (output === 'table' || output === 'csv') namedColumns(columns(keys.rows), fields);
  else assertFields(fields, [], columns(keys.document));
}
