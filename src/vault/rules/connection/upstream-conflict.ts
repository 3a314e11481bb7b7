import type { JsonObject } from '../../../core/json.ts';
import { valueAt } from '../../changes/field.ts';
import { removeOption } from '../../connections/fixes.ts';
import { visibleOptions } from '../../facts/visibility.ts';
import { commandLine } from '../command-line.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** Google refuses `prompt` beside `approval_prompt` (facts 2.7, 12.6). */
export const upstreamConflict = defineRule({
  id: 'connection/upstream-conflict',
  title: 'No conflicting provider parameters',
  subject: 'connection',
  severity: 'warning',
  passes: '`prompt` and `approval_prompt` are not sent to the provider together',
  needs: ['connection', 'heldScopes'],
  docs: docs.connections,
  messages: {
    yes: '`prompt` and `approval_prompt` are not sent together',
    no: 'Both `prompt` and `approval_prompt` are sent to the provider, which refuses the pair (`Conflict params: approval_prompt and prompt`); `prompt` is the one to keep',
  },
  evaluate(facts) {
    if (!facts.connection.known) return cannotTell(facts.connection);
    const options = visibleOptions(facts.connection.value, facts.heldScopes);
    if (!options.known) return cannotTell(options);
    const both = sends(options.value, 'prompt') && sends(options.value, 'approval_prompt');
    return both ? { status: 'fail', say: 'no' } : { status: 'pass', say: 'yes' };
  },
  command: (subject) =>
    commandLine(subject, [
      'doctor',
      '--connection',
      subject.connection?.name ?? '',
      '--fix',
      'connection/upstream-conflict',
    ]),
  fix: ({ connection }) => {
    if (!connection.known || connection.value.options === undefined) return [];
    const { value } = connection;
    return placesOf(connection.value.options, 'approval_prompt').map((path) =>
      removeOption(value, connection.value.options ?? {}, path),
    );
  },
});

/** A parameter may be an upstream parameter or an option of its own. */
function placesOf(options: JsonObject, parameter: string): readonly (readonly string[])[] {
  return [['upstream_params', parameter], [parameter]].filter((path) => {
    const value = valueAt(options, path);
    return value !== undefined && value !== null && value !== '' && value !== false;
  });
}

function sends(options: JsonObject, parameter: string): boolean {
  return placesOf(options, parameter).length > 0;
}
