/** Where a command's answer goes: the terminal it was typed in, here or at the other end of the socket. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
  /** Keeps what was asked for at a path of the asker's. Throws the file system's error where that is here. */
  keep(file: string, bytes: Uint8Array): void;
  /** How far what is waited for has come; shown where a person watches. */
  progress(step: ProgressStep): void;
  /** Working folder of the asker, to which paths are relative. */
  readonly cwd: string;
  /** Width of standard output; null where it is no terminal. */
  readonly columns: number | null;
  readonly colours: boolean;
  /** Whether a person watches standard error. */
  readonly tty: boolean;
}

/** One step of a piece of work. `expected` is null where nobody knows how many rows there will be. */
export interface ProgressStep {
  readonly kind: 'started' | 'rows' | 'ended';
  readonly id: string;
  readonly name: string;
  readonly rows: number;
  readonly expected: number | null;
}
