import { chmod, type FileHandle, open } from 'node:fs/promises';
import type { Clock } from '../core/clock.ts';
import { TvError } from '../core/errors.ts';
import type { Receipts } from '../core/ports.ts';
import { maskSecrets } from '../core/secret.ts';

interface ReceiptSettings {
  readonly path: string | undefined;
  readonly clock: Clock;
  readonly tenant: string;
  readonly profile: string | null;
  readonly client: string | null;
  /** Told when a line could not be written, since the write that it was about stands. */
  readonly warn: (code: string, message: string) => void;
}

/** Appends one JSON line per write to a 0600 file (product section 3); does nothing when no file was asked for. */
export function createReceipts(settings: ReceiptSettings): Receipts & { close(): Promise<void> } {
  let file: FileHandle | undefined;
  let broken: TvError | undefined;
  const prepare = async (): Promise<void> => {
    if (broken !== undefined) throw broken;
    if (settings.path === undefined || file !== undefined) return;
    try {
      file = await open(settings.path, 'a', 0o600);
      await chmod(settings.path, 0o600);
    } catch (error) {
      throw new TvError('usage.file', `Cannot write the receipt file \`${settings.path}\``, {
        cause: error instanceof Error ? error.message : String(error),
        hint: 'Nothing was changed; name another file with `--receipt`',
      });
    }
  };
  return {
    prepare,
    async append(entry) {
      const line = {
        time: new Date(settings.clock.now()).toISOString(),
        tenant: settings.tenant,
        profile: settings.profile,
        client: settings.client,
        resource: entry.resource,
        id: entry.id,
        name: entry.name,
        field: entry.field,
        before: maskSecrets(entry.before),
        after: maskSecrets(entry.after),
        request_id: entry.requestId,
        outcome: entry.outcome,
      };
      try {
        await prepare();
        await file?.appendFile(`${JSON.stringify(line)}\n`);
      } catch (error) {
        if (broken === undefined)
          settings.warn(
            'receipt.lost',
            `The receipt of ${entry.resource} \`${entry.id}\` (${entry.outcome}) could not be written to \`${settings.path}\``,
          );
        broken ??= new TvError('usage.file', `Cannot write the receipt file \`${settings.path}\``, {
          cause: error instanceof Error ? error.message : String(error),
          hint: 'Nothing more was sent without a receipt; mend the file and run the command again',
        });
      }
    },
    async close() {
      await file?.close();
      file = undefined;
    },
  };
}
