import { TvError } from './errors.ts';

/** What is thrown where a question that needs a yes can be put to nobody; the question is an order, such as `Delete 3 tokensets`. */
export function nobodyToAsk(question: string): TvError {
  const deed = question.charAt(0).toLowerCase() + question.slice(1);
  return new TvError('usage.confirmation', `Nobody can be asked to confirm: \`--yes\` is needed to ${deed}`);
}
