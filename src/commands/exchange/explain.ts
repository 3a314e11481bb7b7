import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { type Column, type Result, record, table } from '../../core/result.ts';
import { type Explanation, explain, findRefusals, refusalCodes } from '../../vault/exchange/catalogue.ts';
import { fillFix, fillSentence } from '../../vault/exchange/placeholders.ts';

/** One way a code is used, as it is told. */
interface ExplainedCase {
  readonly description: string | null;
  readonly status: readonly number[];
  readonly meaning: string;
  readonly causes: readonly {
    readonly cause: string;
    readonly fix: string;
    readonly rules: readonly string[];
  }[];
  readonly docs: string;
}

interface Explained {
  readonly code: string;
  readonly cases: readonly ExplainedCase[];
}

/** `tv exchange explain` */
export async function run(_context: Context, input: Input): Promise<Result> {
  const code = input.text('error-code');
  return code === undefined ? listCodes() : showCode(toExplained(explain(code)));
}

function listCodes(): Result {
  const rows = refusalCodes.map((code) => ({
    code,
    meaning: findRefusals({ error: code, description: null })[0]?.meaning ?? '',
  }));
  return table(rows, {
    columns: [
      { key: 'code', header: 'Code', weight: 9 },
      { key: 'meaning', header: 'Meaning', weight: 9 },
    ],
    id: (row) => row.code,
  });
}

function toExplained({ code, cases }: Explanation): Explained {
  return {
    code,
    cases: cases.map(({ description, statuses, meaning, causes, docs }) => ({
      description,
      status: statuses,
      meaning,
      causes: causes.map(({ cause, fix, rules = [] }) => ({
        cause: fillSentence(cause, {}),
        fix: fillFix(fix, {}),
        rules,
      })),
      docs,
    })),
  };
}

function showCode(explained: Explained): Result {
  return record(explained, {
    id: (value) => value.code,
    fields: [{ key: 'code', header: 'Code', tone: () => 'strong' }, ...explained.cases.flatMap(caseFields)],
  });
}

function caseFields(
  item: ExplainedCase,
  index: number,
  { length }: readonly ExplainedCase[],
): readonly Column<Explained>[] {
  const at = `cases.${index}`;
  const line = (key: string, header: string, text: string): Column<Explained> => ({
    key: `${at}.${key}`,
    header,
    value: () => text,
  });
  return [
    {
      ...line('meaning', length === 1 ? 'Meaning' : `Case ${index + 1}`, item.meaning),
      tone: () => 'strong',
    },
    ...(item.description === null ? [] : [line('description', 'Auth0 says', item.description)]),
    ...(item.status.length === 0 ? [] : [line('status', 'HTTP status', item.status.join(', '))]),
    ...item.causes.flatMap(({ cause, fix }, number) => [
      line(`causes.${number}.cause`, 'Cause', cause),
      { ...line(`causes.${number}.fix`, '  Fix', fix), weight: 9 },
    ]),
    { ...line('docs', 'Docs', item.docs), weight: 9 },
  ];
}
