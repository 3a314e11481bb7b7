import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Spool } from '../core/context.ts';
import { makeDirectories } from '../core/make-directories.ts';

/** Rows held in memory before a file takes them. */
const memoryRows = 5000;

interface SpoolFile {
  readonly path: string;
  readonly stream: WriteStream;
}

/** Rows kept aside: in memory while they are few, beyond that in a private file that goes with the command. */
export function createSpool<Row>(directory: string | null): Spool<Row> & { close(): Promise<void> } {
  const memory: Row[] = [];
  let file: SpoolFile | null = null;
  let canSpill = directory !== null;
  let count = 0;

  const spill = async (): Promise<void> => {
    file = await openFile(directory ?? '').catch(() => null);
    canSpill = file !== null;
  };
  return {
    get count() {
      return count;
    },
    async add(row) {
      count += 1;
      if (file === null && canSpill && memory.length >= memoryRows) await spill();
      if (file === null) memory.push(row);
      else if (!file.stream.write(`${JSON.stringify(row)}\n`)) await once(file.stream, 'drain');
    },
    async *rows() {
      yield* memory;
      if (file !== null) yield* readFileRows<Row>(file);
    },
    async close() {
      if (file === null) return;
      file.stream.destroy();
      await rm(file.path, { force: true });
    },
  };
}

async function openFile(directory: string): Promise<SpoolFile> {
  const folder = join(directory, 'spool');
  await makeDirectories(folder);
  const path = join(folder, `${randomUUID()}.jsonl`);
  const stream = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  await once(stream, 'open');
  return { path, stream };
}

async function* readFileRows<Row>({ path, stream }: SpoolFile): AsyncGenerator<Row> {
  await new Promise<void>((resolve, reject) =>
    stream.write('', (error) => (error ? reject(error) : resolve())),
  );
  const lines = createInterface({
    input: createReadStream(path, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  for await (const line of lines) yield JSON.parse(line) as Row;
}
