import type { Subject } from '../core/model.ts';
import { plural, stripControls } from '../core/text.ts';
import type { Palette } from './colour.ts';
import type { SubjectGroup } from './subjects.ts';
import { wrapText } from './wrap.ts';

/** More names of one type than this are told as a number. */
const mostNames = 12;

const labels: Readonly<Record<Subject['type'], string>> = {
  tenant: 'tenant',
  connection: 'connections',
  app: 'apps',
  user: 'users',
  local: 'local',
};

/** Subjects of which every rule passed, in a few lines: how many rules, then the names by type. */
export function healthyLines(
  groups: readonly SubjectGroup[],
  { width, palette }: { readonly width: number; readonly palette: Palette },
): readonly string[] {
  const rules = groups.reduce((sum, { findings }) => sum + findings.length, 0);
  const types = [...new Set(groups.map(({ subject }) => subject.type))];
  const column = 4 + Math.max(...types.map((type) => labels[type].length)) + 2;
  return [
    ...wrapText(`${plural(groups.length, 'subject')} without a fault, ${plural(rules, 'rule')} pass`, {
      width,
      first: '✓ ',
    }).map(palette.good),
    ...types.flatMap((type) => {
      const names = groups
        .filter(({ subject }) => subject.type === type)
        .map(({ subject }) => nameOf(subject));
      const more = names.length - mostNames;
      const told = more > 1 ? [...names.slice(0, mostNames), `${more} more`] : names;
      const first = `    ${labels[type]}`.padEnd(column);
      return wrapText(told.join(', '), { width, first, rest: ' '.repeat(column) });
    }),
  ];
}

function nameOf({ id, name }: Subject): string {
  return stripControls(name === '' ? id : name);
}
