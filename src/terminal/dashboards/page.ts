import { createHash } from 'node:crypto';
import type { Chart, DashboardView } from '../../core/result.ts';
import { grouped } from '../../core/text.ts';
import { type AnyColumn, cellText, dataText, valueAt } from '../cell.ts';
import { escapeMarkup as escaped } from '../markup.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';

/** A dashboard as one HTML page that needs nothing else: its policy lets only its own style and script run and no request go out. */
export function dashboardPage(view: DashboardView, made: { readonly time: string }): string {
  const policy = `default-src 'none'; style-src ${hashOf(pageStyle)}; script-src ${hashOf(pageScript)}; base-uri 'none'; form-action 'none'`;
  const shown = `${made.time.slice(0, 10)} ${made.time.slice(11, 16)} UTC`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<title>${escaped(view.title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>${escaped(view.title)}</h1>
<p class="made">Made <time datetime="${escaped(made.time)}">${escaped(shown)}</time></p>
</header>
<main>
<dl class="facts">
${view.facts.map(([label, value]) => `<div class="card"><dt>${escaped(label)}</dt><dd>${escaped(value)}</dd></div>`).join('\n')}
</dl>
<div class="charts">
${view.charts.map(chartFigure).join('\n')}
</div>
${rowsSection(view.table)}
</main>
<script>${pageScript}</script>
</body>
</html>
`;
}

/** What a content security policy allows an inline style or script by (https://www.w3.org/TR/CSP3/#grammardef-hash-source). */
function hashOf(content: string): string {
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}

/** Bars in a table, so that a reader who sees none is told the same. */
function chartFigure({ title, bars }: Chart): string {
  const most = bars.reduce((largest, { value }) => Math.max(largest, value), 0);
  const heading = `<figcaption><h2>${escaped(title)}</h2></figcaption>`;
  if (most === 0) return `<figure class="card">\n${heading}\n<p class="made">Nothing to count</p>\n</figure>`;
  const rows = bars.map(({ label, value }) => {
    // What is there at all shows.
    const width = value === 0 ? 0 : Math.max(0.5, (value / most) * 100);
    const bar = `<svg aria-hidden="true" focusable="false"><rect width="${width.toFixed(1)}%" height="100%"/></svg>`;
    return `<tr><th scope="row">${breakable(label)}</th><td>${bar}</td><td class="count">${grouped(value)}</td></tr>`;
  });
  return `<figure class="card">\n${heading}\n<table class="bars"><tbody>\n${rows.join('\n')}\n</tbody></table>\n</figure>`;
}

/** A label that a narrow column may break after slashes, as in a scope that is a URL. */
function breakable(label: string): string {
  return escaped(label).replace(/\/+(?=[^/])/g, '$&<wbr>');
}

function rowsSection({ title, columns, rows }: DashboardView['table']): string {
  if (rows.length === 0) return '';
  const head = columns.map(
    (column) =>
      `<th scope="col"${className(column)} data-kind="${isNumeric(column, rows) ? 'number' : 'text'}">${escaped(column.header)}</th>`,
  );
  const body = rows.map(
    (row) => `<tr>${columns.map((column, index) => cell(row, column, index === 0)).join('')}</tr>`,
  );
  return [
    '<section class="card">',
    `<h2 id="rows">${escaped(title)}</h2>`,
    '<div class="scroll" role="region" aria-labelledby="rows" tabindex="0">',
    '<table class="rows" aria-labelledby="rows">',
    `<thead><tr>${head.join('')}</tr></thead>`,
    `<tbody>\n${body.join('\n')}\n</tbody>`,
    '</table>',
    '</div>',
    '</section>',
  ].join('\n');
}

function cell(row: unknown, column: AnyColumn, first: boolean): string {
  const value = valueAt(row, column.key);
  const text = typeof value === 'number' ? grouped(value) : cellText(row, column);
  const attributes = `${className(column)} data-value="${escaped(dataText(row, column))}"`;
  return first
    ? `<th scope="row"${attributes}>${escaped(text)}</th>`
    : `<td${attributes}>${escaped(text)}</td>`;
}

function className({ align }: AnyColumn): string {
  return align === 'right' ? ' class="right"' : '';
}

function isNumeric({ key }: AnyColumn, rows: readonly unknown[]): boolean {
  return rows.some((row) => typeof valueAt(row, key) === 'number');
}
