import type { BrowserPort, RedirectListener } from '../core/browser-port.ts';
import { TvError } from '../core/errors.ts';
import { sentenceList } from '../core/text.ts';
import { type ListenerSettings, startListener } from './listener.ts';
import { type Machine, openUrl } from './open.ts';

/** Where a tenant says it is, and where its pages really are; they differ for a sandbox beside another one. */
export interface Detour {
  readonly from: string;
  readonly to: string;
}

/** What the browser adapter needs. */
export interface BrowserSettings extends ListenerSettings, Machine {
  readonly detour?: Detour | undefined;
}

/** The browser of this machine; listeners that are still open are closed with it. */
export function openBrowser(settings: BrowserSettings): BrowserPort & { close(): Promise<void> } {
  const listeners = new Set<RedirectListener>();
  const reachable = (url: string): string => {
    const { detour } = settings;
    return detour !== undefined && new URL(url).origin === detour.from
      ? detour.to + url.slice(detour.from.length)
      : url;
  };
  return {
    listen: async (ports) => {
      const listener = await firstFree(ports, settings);
      listeners.add(listener);
      return listener;
    },
    open: (url) => openUrl(reachable(url), settings),
    reachable,
    close: async () => {
      for (const listener of listeners) await listener.close();
    },
  };
}

async function firstFree(ports: readonly number[], settings: ListenerSettings): Promise<RedirectListener> {
  for (const port of ports) {
    try {
      return await startListener(port, settings);
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  const names = sentenceList(ports.map(String), 'and');
  throw new TvError(
    'usage.port',
    `${ports.length === 1 ? 'Port' : 'Ports'} ${names} of 127.0.0.1 cannot be used`,
    {
      cause: 'Another program listens there, or the system does not allow it',
    },
  );
}

function isTaken(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
  );
}
