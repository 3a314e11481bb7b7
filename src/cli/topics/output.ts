import { reportFormats } from '../../core/globals.ts';
import { commandsWith } from '../../core/usage.ts';
import { columns, wrapText } from '../help-layout.ts';
import { type Topic, topicPage } from './topic.ts';

const reports: Readonly<Record<(typeof reportFormats)[number], string>> = {
  junit: 'Test report for a CI system',
  sarif: 'For code scanning',
  markdown: 'For a pull request or a job summary',
  html: 'One page that needs no other file',
};

/** `tv help output` */
export const outputTopic: Topic = {
  name: 'output',
  summary: 'Formats, fields, streams and colour',
  render: (commands) =>
    topicPage(
      'Output',
      wrapText(
        'stdout carries the result and nothing else; notes, warnings, progress and errors go to stderr.',
        0,
      ),
      columns([
        ['table', 'For people; fitted to the terminal, tab-separated and uncut in a pipe'],
        ['json', 'One document; a list is an array, an empty one `[]`'],
        ['jsonl', 'One line a row, as it arrives'],
        ['csv', 'Header and rows (RFC 4180); lists join with a space'],
        ['yaml', 'The same data as json'],
        ['id', 'Ids only, one a line'],
      ]),
      [
        'Only of the commands named',
        ...columns(
          reportFormats.map((format) => [format, `${reports[format]}: ${commandsWith(format, commands)}`]),
        ),
      ],
      wrapText(
        '`--fields a,b` keeps only these keys (json, jsonl, yaml) or columns (table, csv), in this order. Keys are snake_case, times ISO 8601 UTC or null.',
        0,
      ),
      wrapText(
        'With json, jsonl, csv and yaml stderr is JSON lines: `{"warning":{"code","message"}}`, and on failure `{"error":{"code","exit","message",…}}` as the last line; a long run tells its progress as a warning of code `progress` every ten seconds. A command that fails before it has a result leaves stdout empty.',
        0,
      ),
      wrapText(
        'Colour is decided per stream: `--no-color`, NO_COLOR, FORCE_COLOR, CLICOLOR, then whether it is a terminal.',
        0,
      ),
    ),
};
