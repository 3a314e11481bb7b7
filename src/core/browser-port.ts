/** What the browser brought back, its state checked (RFC 6749 section 4.1.2). */
export interface Redirect {
  /** Parameters of query and fragment together; they hold a code, so they are never shown. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Answers the browser, once; resolves when the answer is on its way. */
  answer(reply: BrowserReply): Promise<void>;
}

/** What the person sees in the browser after a redirect. */
export type BrowserReply =
  /** Sends the browser on. */
  | { readonly kind: 'continue'; readonly url: string }
  /** Tells that it worked and that the window can be closed. */
  | { readonly kind: 'done'; readonly message: string };

/** One redirect that is waited for. */
export interface Expected {
  /** The `state` it must bring back. */
  readonly state: string;
  /** Milliseconds until nobody waits any more. */
  readonly withinMs: number;
  /** Runs once the redirect can be received: sends the browser on its way. */
  readonly begin: () => Promise<void>;
}

/** Listens on this machine for the browser to come back (RFC 8252 section 7.3). */
export interface RedirectListener {
  /** `http://127.0.0.1:<port>/callback`. */
  readonly redirectUri: string;
  /** Takes exactly one redirect; throws `refused.state`, `refused.not_finished` and the signal's reason. */
  receive(expected: Expected): Promise<Redirect>;
  /** Stops listening; a browser that still waits is told that it failed. */
  close(): Promise<void>;
}

/** The browser of the person at the keyboard. */
export interface BrowserPort {
  /** Listens on 127.0.0.1 at the first of these ports that is free; throws `usage.port`. */
  listen(ports: readonly number[]): Promise<RedirectListener>;
  /** Shows a page of the tenant; false when no browser could be started. */
  open(url: string): Promise<boolean>;
  /** The address at which a browser finds a page of the tenant: its own, but for a sandbox that listens elsewhere. */
  reachable(url: string): string;
}
