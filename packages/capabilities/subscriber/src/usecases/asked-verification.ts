import type {
  Channel,
  FieldAnswer,
  MatchedField,
  Measure,
  VerificationMethod,
  VerificationWant,
} from '../domain/index.ts';

/** What a verification was asked for with: kept sealed, so that it can be asked again as it was. */
export interface AskedVerification {
  readonly wants: VerificationWant;
  /** Where the holder is verified. */
  readonly channel: Channel;
  /** The first that is open to the document there where absent. */
  readonly method?: VerificationMethod;
  /** What was done besides, and is kept elsewhere. */
  readonly measures: readonly Measure[];
  /** Of papers, what somebody saw who had them before them. */
  readonly compared?: Readonly<Partial<Record<MatchedField, FieldAnswer>>>;
  /** How the picture of the face is kept; see `FaceImages`. */
  readonly face?: string;
}

/** What is kept of how a holder was verified (Circular 08/2026 Art 4.2). Instants in milliseconds since the epoch. */
export interface VerificationEvidence extends Pick<AskedVerification, 'wants' | 'channel' | 'measures'> {
  readonly method: VerificationMethod;
  readonly source: string;
  readonly fields: Readonly<Partial<Record<MatchedField, FieldAnswer>>>;
  /** By which the source knows its answer; papers have none. */
  readonly reference?: string;
  readonly askedAt: number;
  readonly answeredAt: number;
}

/** What of whoever registered is opened for a verification. */
export const ASKED_GROUPS: readonly string[] = ['name', 'birthDate', 'identity', 'document'];
