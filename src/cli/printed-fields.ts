import type { CommandSpec } from '../core/command.ts';
import type { Globals } from '../core/globals.ts';
import { isPrinted } from '../core/printed-keys.ts';

/**
 * Refuses a field that a command does not print, before it does anything: the renderer would only find out with the result at hand.
 * `settled` says that the format is the one that will be printed, and not still a profile's to choose. Throws `usage.invalid_value`.
 */
export async function assertPrintedFields(
  { keys }: CommandSpec,
  { fields, output, outputChosen }: Globals,
  settled: boolean,
): Promise<void> {
  if (fields === undefined || keys === undefined) return;
  const inRows = output === 'table' || output === 'csv';
  const sure = settled || outputChosen;
  const known = !sure ? [...new Set([...keys.document, ...keys.rows])] : inRows ? keys.rows : keys.document;
  const unknown = fields.find(
    (field) => !known.includes(field) && !((!sure || !inRows) && isPrinted(keys.document, field)),
  );
  if (unknown === undefined) return;
  const { unknownField } = await import('../terminal/fields.ts');
  throw unknownField(unknown, known);
}
