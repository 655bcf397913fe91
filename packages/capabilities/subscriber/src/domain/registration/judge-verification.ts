import type { Measure, MatchedField, VerificationRule } from './verification-rules.ts';

/** What a source says of one field. `not-told`: it does not know, or was not asked. */
export const FIELD_ANSWERS = ['match', 'mismatch', 'not-told'] as const;

export type FieldAnswer = (typeof FIELD_ANSWERS)[number];

/** What is known of an identity when it is judged. */
export interface VerificationAnswers {
  readonly fields: Readonly<Partial<Record<MatchedField, FieldAnswer>>>;
  /** What was done besides, and is kept as evidence. */
  readonly measures: readonly Measure[];
  /** Whether it is for a number of which a code to an earlier one is asked (`asksForCode`). */
  readonly asksForCode: boolean;
}

/** `incomplete`: nothing speaks against it, and not all that the law asks for is there. */
export type VerificationVerdict =
  | { readonly is: 'verified' }
  | { readonly is: 'mismatch'; readonly fields: readonly MatchedField[] }
  | { readonly is: 'incomplete'; readonly missing: readonly (MatchedField | Measure)[] };

/** Judges what was answered by one way of verification. One field that does not match outweighs all that are missing. */
export const judgeVerification = (
  { fields, measures }: Pick<VerificationRule, 'fields' | 'measures'>,
  answers: VerificationAnswers,
): VerificationVerdict => {
  const mismatched = fields.filter((field) => answers.fields[field] === 'mismatch');
  if (mismatched.length > 0) return { is: 'mismatch', fields: mismatched };
  const missing = [
    ...fields.filter((field) => answers.fields[field] !== 'match'),
    ...measures.filter(
      (measure) => !answers.measures.includes(measure) && (measure !== 'code' || answers.asksForCode),
    ),
  ];
  return missing.length === 0 ? { is: 'verified' } : { is: 'incomplete', missing };
};
