import type { ProgressState } from '../core/terminal-ports.ts';
import { grouped, stripControls } from '../core/text.ts';
import { formatEstimate } from '../core/time.ts';

/** When the work of the present label began and how far it was then. */
export interface ProgressStart {
  readonly label: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly done: number;
}

/** One line that says how far bulk work is: count, share, pace, time left, and why it stands still. */
export function progressText(state: ProgressState, start: ProgressStart, now: number): string {
  const { label, done, total, rate, waiting } = state;
  if (waiting !== undefined && done === 0 && total === undefined) return capitalised(stripControls(waiting));
  const seconds = (now - start.at) / 1000;
  const pace = seconds >= 1 ? (done - start.done) / seconds : undefined;
  const parts = [
    `${stripControls(label)} ${total === undefined ? grouped(done) : `${grouped(done)}/${grouped(total)}`}`,
    total === undefined || total === 0 ? undefined : `${Math.floor((done / total) * 100)}%`,
    waiting === undefined ? undefined : stripControls(waiting),
    pace === undefined || pace === 0 ? undefined : `${pace < 10 ? pace.toFixed(1) : Math.round(pace)}/s`,
    timeLeft(state, pace),
    rate === undefined || rate === null
      ? undefined
      : `at most ${rate < 100 ? Number(rate.toFixed(1)) : grouped(Math.round(rate))} requests/s`,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

function timeLeft({ done, total }: ProgressState, pace: number | undefined): string | undefined {
  if (total === undefined || pace === undefined || pace <= 0 || done >= total) return undefined;
  return `${formatEstimate(((total - done) / pace) * 1000)} left`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
