import type { Change } from '../core/model.ts';
import { fieldSubject, nameWithId, newId } from '../core/planned-names.ts';
import { stripControls } from '../core/text.ts';
import { differenceLines } from './change-difference.ts';
import { errorMessage, impactTones } from './change-list.ts';
import type { Palette } from './colour.ts';
import { wrapText } from './wrap.ts';

/** Changes for people: grouped by what they change, each with before and after, whom it can hurt and how far it is; ends with a line end. */
export function formatChanges(changes: readonly Change[], width: number, palette: Palette): string {
  if (changes.length === 0) return 'Nothing to change\n';
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = `${change.resource} ${nameWithId(change.name, change.id)}`;
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  const blocks = [...groups.values()].map((group) => groupLines(group, width, palette));
  return `${[...blocks, totals(changes, width)].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function groupLines(changes: readonly Change[], width: number, palette: Palette): readonly string[] {
  const first = changes[0];
  if (first === undefined) return [];
  const title = `${first.resource.replaceAll('_', ' ')} ${nameWithId(first.name, first.id)}`;
  return [
    ...wrapText(stripControls(title), { width, rest: '  ' }).map(palette.strong),
    ...changes.flatMap((change) => changeLines(change, width, palette)),
  ];
}

function changeLines(change: Change, width: number, palette: Palette): readonly string[] {
  const { warning, error } = change;
  return [
    ...headLines(change, width, palette),
    ...(warning === null ? [] : labelled('warning: ', warning, width, palette.warn)),
    ...(error === null ? [] : labelled('error: ', errorMessage(error), width, palette.bad)),
  ];
}

/** `field: before → after (impact, status)`, what lists and objects gain and lose on lines of their own. */
function headLines(change: Change, width: number, palette: Palette): readonly string[] {
  const { before, after, impact, status } = change;
  const difference = differenceLines(before, after);
  // A space that does not break keeps the tag in one piece, so that it can be painted after the lines are broken.
  const tag = `(${impact},\u00a0${status})`;
  const text = status === 'unchanged' ? difference.same : difference.summary;
  const lines = wrapText(
    `${stripControls(fieldText(change))}: ${stripControls(text)} ${tag}`.replace(/ {2,}/g, ' '),
    {
      width,
      first: '  ',
      rest: '    ',
    },
  );
  const tone = status === 'failed' ? 'bad' : status === 'unchanged' ? 'muted' : impactTones[impact];
  const painted = lines.map((line) => line.replace(tag, () => palette[tone](tag.replace('\u00a0', ' '))));
  return status === 'unchanged'
    ? painted
    : [...painted, ...difference.parts.flatMap((part) => partLines(part, width, palette))];
}

/** The field, with the name of what it is about: `clients.HTuJ… (Acme Web)`, `clients.Acme Web (new)`. */
function fieldText({ field, [fieldSubject]: subject }: Change): string {
  if (subject === undefined || subject === '') return field;
  return field.endsWith(`.${newId}`)
    ? `${field.slice(0, -newId.length)}${nameWithId(subject, newId)}`
    : `${field} (${subject})`;
}

function partLines(part: string, width: number, palette: Palette): readonly string[] {
  const sign = part.startsWith('+ ') || part.startsWith('- ') ? part.slice(0, 2) : '';
  const text = stripControls(part.slice(sign.length));
  const lines = wrapText(text, { width, first: `    ${sign}`, rest: '      ' });
  if (sign === '') return lines;
  const paint = sign === '+ ' ? palette.good : palette.bad;
  return lines.map((line) => `    ${paint(line.slice(4))}`);
}

function labelled(
  label: string,
  text: string,
  width: number,
  paint: (text: string) => string,
): readonly string[] {
  const lines = wrapText(stripControls(text), {
    width,
    first: `    ${label}`,
    rest: '      ',
  });
  const head = label.trimEnd();
  return lines.map((line, index) => (index === 0 ? line.replace(head, () => paint(head)) : line));
}

const statusOrder = ['failed', 'applied', 'planned', 'unchanged'] as const;

function totals(changes: readonly Change[], width: number): readonly string[] {
  const counts = statusOrder.map((status) => {
    const count = changes.filter((change) => change.status === status).length;
    return count === 0 ? undefined : `${count} ${status}`;
  });
  const text = counts.filter((count) => count !== undefined).join(', ');
  return wrapText(`${changes.length === 1 ? 'Change' : 'Changes'}: ${text}`, { width });
}
