import { inForce, vietnamDay } from '@temkin/kernel';
import { hasReached } from '../forms/normalize-birth-date.ts';
import type { NumberUse } from '../forms/normalize-msisdn.ts';
import { childAges, type Registrant } from '../record/registrant.ts';
import type { Channel, DocumentKind, HolderKind, Payment } from '../record/subscriber-record.ts';
import { asksForCode, registrationRules, type RegistrationRules } from './registration-rules.ts';
import { rulesOf, verificationRules, type VerificationMethod } from './verification-rules.ts';

/** Papers that are there and were digitised. */
export const PAPERS = [
  'confirmation',
  'contract',
  'guardianConsent',
  'relationshipProof',
  'authorisation',
] as const;

export type Paper = (typeof PAPERS)[number];

/** Everything a registration is decided upon. Days are `YYYY-MM-DD`. */
export interface RegistrationQuestion {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly holder: HolderKind;
  readonly use: NumberUse;
  readonly payment: Payment;
  readonly channel: Channel;
  readonly registrant: Registrant;
  /** The holder's; a small child has none that it must show, for its guardian registers it with their own. */
  readonly document?: DocumentKind | undefined;
  /** What a registrant shows of their own who is not the holder. */
  readonly registrantDocument?: DocumentKind;
  /** Whether an organisation's representative is so by law, and needs nobody's authorisation. */
  readonly isLegalRepresentative?: boolean;
  /** The last day on which the document is valid; absent where it has none. */
  readonly documentExpiresOn?: string | undefined;
  /** Absent of an organisation; `YYYY-MM` or `YYYY` of documents that print no day, and then a doubt about who is a child is no reason. */
  readonly birthDate?: string | undefined;
  /** Live numbers on this document, without the new one. */
  readonly numbersHeld: number;
  readonly papers: readonly Paper[];
  /** Whether a code that is sent to an earlier number of the holder was told, or is asked for before there is service. */
  readonly hasCode: boolean;
  /** How the identity is to be verified. */
  readonly method: VerificationMethod;
}

/** Why a number cannot be registered so. */
export const REGISTRATION_REASONS = [
  'ONLINE_LIMIT',
  'CONTRACT_ELSEWHERE',
  'CONTRACT_MISSING',
  'CONFIRMATION_MISSING',
  'CODE_MISSING',
  'DOCUMENT_NOT_ALLOWED',
  'DOCUMENT_EXPIRED',
  'METHOD_NOT_ALLOWED',
  'REGISTRANT_NOT_ALLOWED',
  'HOLDER_KIND_WRONG',
  'GUARDIAN_NEEDED',
  'CONSENT_MISSING',
  'RELATIONSHIP_UNPROVEN',
  'AUTHORISATION_MISSING',
] as const;

export type RegistrationReason = (typeof REGISTRATION_REASONS)[number];

export type RegistrationVerdict =
  | {
      readonly allowed: true;
      /** Which number on the document it is. */
      readonly ordinal: number;
      /** Whose identity is verified: who registers in person. */
      readonly verifies: Registrant;
      readonly policyId: string;
    }
  | { readonly allowed: false; readonly reasons: readonly RegistrationReason[]; readonly policyId: string };

type Reasons = Partial<Record<RegistrationReason, boolean>>;

/** By channel and ordinal (Arts 16.3, 18.2.b, 21). */
const ordinalReasons = (
  { channel, payment, use, papers, hasCode, method, holder }: RegistrationQuestion,
  ordinal: number,
  rules: RegistrationRules,
): Reasons => {
  const isPrepaid = payment === 'prepaid';
  const isByContract = isPrepaid ? ordinal >= rules.firstByContract : true;
  return {
    ONLINE_LIMIT: channel === 'app' && ordinal > rules.lastOnLine,
    CONTRACT_ELSEWHERE: isPrepaid && isByContract && !rules.contractChannels.includes(channel),
    CONTRACT_MISSING: isByContract && !papers.includes('contract'),
    CONFIRMATION_MISSING: !isByContract && !papers.includes('confirmation'),
    CODE_MISSING:
      asksForCode({ holder, use, ordinal }, rules) && !hasCode && !rules.codeStoodForBy.includes(method),
  };
};

/** By who it is for and who comes (Art 17). */
const partyReasons = (question: RegistrationQuestion, rules: RegistrationRules): Reasons => {
  const { at, holder, use, registrant, document, birthDate, papers, isLegalRepresentative } = question;
  const ages = inForce(childAges, at).value;
  const reached = (years: number) => (birthDate === undefined ? 'unknown' : hasReached(birthDate, years, at));
  const isChild = holder === 'child';
  const isGuardian = registrant === 'guardian';
  return {
    REGISTRANT_NOT_ALLOWED:
      !rules.registrants[holder].includes(registrant) ||
      (holder === 'organisation' && (registrant === 'user') !== (use === 'person')),
    HOLDER_KIND_WRONG:
      holder === 'organisation'
        ? birthDate !== undefined
        : birthDate === undefined || reached(ages.isNoChild) === (isChild ? 'yes' : 'no'),
    GUARDIAN_NEEDED:
      isChild && !isGuardian && (reached(ages.registersItself) !== 'yes' || document === 'birth-certificate'),
    CONSENT_MISSING: isChild && !isGuardian && !papers.includes('guardianConsent'),
    RELATIONSHIP_UNPROVEN: isChild && !isGuardian && !papers.includes('relationshipProof'),
    AUTHORISATION_MISSING:
      registrant === 'representative' && isLegalRepresentative !== true && !papers.includes('authorisation'),
  };
};

/**
 * Whether a number may be registered so, by the record in force; if not, every reason why, so that a registrar mends all at once.
 * The law sets no greatest number of numbers: from the fourth it asks for a contract, wherever that ends.
 */
export const decideRegistration = (question: RegistrationQuestion): RegistrationVerdict => {
  const { at, document, documentExpiresOn, channel, method, holder, registrant } = question;
  const { id: policyId, value: rules } = inForce(registrationRules, at);
  const ordinal = question.numbersHeld + 1;
  const shown = registrant === 'holder' ? document : question.registrantDocument;
  const isMethodOpen =
    shown !== undefined &&
    rulesOf(inForce(verificationRules, at).value, { document: shown, channel }).some(
      (rule) => rule.method === method,
    );
  const found: Reasons = {
    ...ordinalReasons(question, ordinal, rules),
    ...partyReasons(question, rules),
    DOCUMENT_NOT_ALLOWED: document !== undefined && !rules.documents[holder].includes(document),
    DOCUMENT_EXPIRED: documentExpiresOn !== undefined && documentExpiresOn < vietnamDay(at),
    METHOD_NOT_ALLOWED: !isMethodOpen,
  };
  const reasons = REGISTRATION_REASONS.filter((reason) => found[reason] === true);
  return reasons.length === 0
    ? { allowed: true, ordinal, verifies: registrant, policyId }
    : { allowed: false, reasons, policyId };
};
