import type { ExportPurpose } from '../bulk/registry-export.ts';
import type { ReadPurpose } from '../reads/read-policy.ts';

/** What a request leaves on a person's record when it is done, for all who process it. */
export const PROCESSING_MARKS = ['restricted', 'objected', 'consent-withdrawn', 'protected'] as const;

export type ProcessingMark = (typeof PROCESSING_MARKS)[number];

/** What a mark closes, and why nothing else. */
export interface MarkRule {
  readonly closes: readonly (ReadPurpose | ExportPurpose)[];
  readonly source: string;
}

/**
 * The purposes that a mark closes: what the operator does for itself. All others stay open whatever is marked, for the law demands them
 * (registration, correction, service by the network, answers to authorities; exports to whoever inspects or keeps the registry next, which
 * without somebody would be unlawful), or the person does (complaint, request about their data).
 */
export const MARK_RULES: Readonly<Record<ProcessingMark, MarkRule>> = {
  restricted: {
    closes: ['customer-care', 'reconciliation'],
    source: 'Decree 356/2025 Art 5; Law 91/2025 Art 19.1: not what another law demands',
  },
  objected: {
    closes: ['customer-care', 'reconciliation'],
    source: 'Decree 356/2025 Art 5; Law 91/2025 Art 19.1: not what another law demands',
  },
  'consent-withdrawn': {
    closes: [],
    source: 'Law 91/2025 Art 9, 19.1: nothing that the registry does stands upon consent',
  },
  protected: {
    closes: ['customer-care', 'investigation', 'reconciliation'],
    source: 'Decree 356/2025 Art 5: whoever is in danger is seen by as few as the law lets',
  },
};

/** A change of marks: one that is set, or one that is taken away again. */
export interface MarkChange {
  readonly mark: ProcessingMark;
  readonly is: 'set' | 'lifted';
}

/** The marks of a record after a change, each once. */
export const marksAfter = (
  marks: readonly ProcessingMark[],
  { mark, is }: MarkChange,
): readonly ProcessingMark[] => [...marks.filter((one) => one !== mark), ...(is === 'set' ? [mark] : [])];

/** Whether there is a mark that closes a purpose. */
export const isClosable = (purpose: string): boolean => !isPurposeOpen(purpose, PROCESSING_MARKS);

/** Whether somebody's record may be read for a purpose, whatever was marked on it. */
export const isPurposeOpen = (purpose: string, marks: readonly ProcessingMark[]): boolean =>
  !marks.some((mark) => MARK_RULES[mark].closes.some((closed) => closed === purpose));
