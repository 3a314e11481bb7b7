import { type ExitName, exitCodes, exitMeanings } from '../../core/exit-codes.ts';
import { columns, wrapText } from '../help-layout.ts';
import { type Topic, topicPage } from './topic.ts';

/** `tv help exit-codes` */
export const exitCodesTopic: Topic = {
  name: 'exit-codes',
  summary: 'What each exit code means',
  render: () =>
    topicPage(
      'Exit codes',
      columns(
        Object.entries(exitCodes).map(([name, code]) => [`${code} ${name}`, exitMeanings[name as ExitName]]),
      ),
      wrapText(
        'Judged in this order: usage (2), credentials (4), that everything named exists (5), scopes to write (4), preconditions (6).',
        0,
      ),
      wrapText(
        'When one of several items named by hand fails, nothing is written and the code is that item’s. Among many from a file or the tenant it is 8, and stdout tells which.',
        0,
      ),
    ),
};
