/** How long work tells how far it is; the command line draws it, a library user may ignore it. */

export interface Progress {
  /** What is being done, e.g. "fine-tuning". */
  readonly stage: string;
  readonly done?: number;
  readonly total?: number;
  /** Figures worth seeing now, e.g. "loss 0.21, dev 94.3 %". */
  readonly note?: string;
}

export type OnProgress = (progress: Progress) => void;

/** Options that every long-running function of the library takes. */
export interface WorkOptions {
  /** Abort to stop early: throws, and leaves nothing half-written. */
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/** These options of someone's larger ones: what every step of the work gets. */
export function workOptions({ signal, onProgress }: WorkOptions): WorkOptions {
  return { ...(signal === undefined ? {} : { signal }), ...(onProgress === undefined ? {} : { onProgress }) };
}
