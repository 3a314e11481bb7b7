import { errorCodes } from '../../core/error-codes.ts';
import { exitCodes } from '../../core/exit-codes.ts';
import { columns, wrapText } from '../help-layout.ts';
import { type Topic, topicPage } from './topic.ts';

/** `tv help errors` */
export const errorsTopic: Topic = {
  name: 'errors',
  summary: 'Error codes, their exit codes and meaning',
  render: () =>
    topicPage(
      'Error codes: `<category>.<reason>`, stable, with the exit code each ends in',
      columns(
        Object.entries(errorCodes).map(([code, { exit, meaning }]) => [
          code,
          `${exitCodes[exit]} ${meaning}`,
        ]),
      ),
      columns([
        [
          'exchange.<oauth error>',
          '6 Auth0 refused the token exchange; `tv exchange explain <code>` tells why',
        ],
      ]),
      wrapText('With `--json` the error is the last line of stderr, and `code` holds it.', 0),
    ),
};
