import { spawn } from 'node:child_process';

/** What starting a program needs to know of the machine. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A program that shows a page, without a shell in between. */
interface Opener {
  readonly command: string;
  readonly args: readonly string[];
}

/** Milliseconds after which an opener that still runs counts as having opened the page: some stay as long as the browser. */
const patience = 2000;

/** Shows a page in the default browser; false when there is none. */
export async function openUrl(url: string, machine: Machine): Promise<boolean> {
  for (const opener of openersFor(url, machine)) {
    if (await run(opener, machine.env)) return true;
  }
  return false;
}

function openersFor(url: string, { platform, env }: Machine): readonly Opener[] {
  switch (platform) {
    case 'darwin':
      return [{ command: 'open', args: [url] }];
    case 'win32':
      // `start` is a word of the shell, which would read the `&` of an address; this is what it calls.
      return [{ command: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', url] }];
    default: {
      const wsl = env.WSL_DISTRO_NAME ? [{ command: 'wslview', args: [url] }] : [];
      const hasScreen = Boolean(env.DISPLAY || env.WAYLAND_DISPLAY || env.BROWSER || env.WSL_DISTRO_NAME);
      return hasScreen ? [...wsl, { command: 'xdg-open', args: [url] }] : [];
    }
  }
}

function run({ command, args }: Opener, env: Machine['env']): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], {
      env: withoutSecrets(env),
      stdio: 'ignore',
      detached: true,
      windowsHide: true,
    });
    const timer = setTimeout(() => resolve(true), patience);
    child.once('error', () => {
      clearTimeout(timer);
      resolve(false);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
    child.unref();
  });
}

/** The browser need not inherit credentials. */
function withoutSecrets(env: Machine['env']): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(AUTH0|TV)_/i.test(name)));
}
