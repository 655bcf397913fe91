import type { Signer } from '@temkin/crypto';
import type { VerifierKey } from '@temkin/tlog';
import type { LogName } from '../domain/index.ts';

/** Who signs logs, and the key that a log is then verified with; its name is the log's origin. */
export interface LogSigner {
  readonly signer: Pick<Signer, 'sign'>;
  readonly logKey: (log: LogName) => Promise<VerifierKey>;
}

/** The signer in use and, while keys change, the one that is to take its place and signs beside it. */
export interface LogSigners extends LogSigner {
  readonly next?: LogSigner;
}
