/** A file or directory of `tv` on this machine. */
export interface LocalFile {
  readonly path: string;
  readonly kind: 'file' | 'directory';
  /** Only its owner can read it. */
  readonly private: boolean;
}

/** What this machine tells about the files of `tv`. */
export interface LocalPort {
  /** Files that hold credentials or settings, and the directories they are in; empty where there are none. */
  configFiles(): Promise<readonly LocalFile[]>;
}
