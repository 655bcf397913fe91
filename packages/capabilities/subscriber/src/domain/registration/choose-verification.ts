import type { Channel, DocumentKind } from '../record/subscriber-record.ts';
import { recordAt } from '../record-at.ts';
import {
  deviceChangeCheck,
  rulesOf,
  verificationRules,
  type VerificationMethod,
  type VerificationRule,
} from './verification-rules.ts';

/** What a verification is to show: who the holder is; or, of a device that was changed, that the same holder uses it. */
export const VERIFICATION_WANTS = ['identity', 'face'] as const;

export type VerificationWant = (typeof VERIFICATION_WANTS)[number];

/** What somebody would have verified, by which document, and where. */
export interface VerificationWish {
  readonly wants: VerificationWant;
  readonly document?: DocumentKind | undefined;
  readonly channel: Channel;
  /** The first that is open where absent. */
  readonly method?: VerificationMethod | undefined;
}

/** A way of verification as it is gone. */
export type VerificationWay = Pick<VerificationRule, 'method' | 'source' | 'fields' | 'measures'>;

/** `not-open`: the law knows of no such way for that document at that place, on that day. */
export type VerificationChoice =
  | { readonly is: 'open'; readonly way: VerificationWay; readonly policies: readonly string[] }
  | { readonly is: 'not-open' };

/** Chooses how a holder is verified, by the rules of a day. Milliseconds since the epoch. */
export const chooseVerification = (
  { wants, document, channel, method }: VerificationWish,
  at: number,
): VerificationChoice => {
  const rules = recordAt(verificationRules, at);
  const check = recordAt(deviceChangeCheck, at);
  if (rules === undefined || document === undefined) return { is: 'not-open' };
  const open = rulesOf(rules.value, { document, channel }).filter(
    (rule) => method === undefined || rule.method === method,
  );
  if (wants === 'identity') {
    const [way] = open;
    return way === undefined ? { is: 'not-open' } : { is: 'open', way, policies: [rules.id] };
  }
  const way = open.find(({ source }) => check?.value.sources.includes(source));
  if (way === undefined || check === undefined) return { is: 'not-open' };
  const { fields } = check.value;
  return {
    is: 'open',
    way: { method: way.method, source: way.source, fields, measures: [] },
    policies: [rules.id, check.id],
  };
};
