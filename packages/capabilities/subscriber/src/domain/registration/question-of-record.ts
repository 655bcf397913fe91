import { inForce } from '@temkin/kernel';
import { registrantOf } from '../record/registrant.ts';
import type { PartyRecord, SubscriberRecord } from '../record/subscriber-record.ts';
import { normalizeBirthDate } from '../forms/normalize-birth-date.ts';
import { PAPERS, type RegistrationQuestion, type RegistrationReason } from './decide-registration.ts';
import { rulesOf, verificationRules, type VerificationMethod } from './verification-rules.ts';

/**
 * What `decideRegistration` decides upon, of a record that says by what document and where; undefined where it does not, which is a
 * fault of the record. A child whose guardian registers it needs no document of its own. A code is told when the holder is verified, and before that there is no service: it is enough here that the way of
 * verification asks for it.
 */
export const questionOfRecord = (
  record: SubscriberRecord,
  {
    at,
    numbersHeld,
    method,
  }: { readonly at: number; readonly numbersHeld: number; readonly method: VerificationMethod },
): RegistrationQuestion | undefined => {
  const { holder, subscription } = record;
  const { channel, use, payment, user } = subscription;
  const { document } = holder;
  const registrant = registrantOf(record, at);
  if (channel === undefined || (document === undefined && registrant !== 'guardian')) return undefined;
  const parties: Readonly<Partial<Record<typeof registrant, PartyRecord>>> = {
    ...(holder.guardian !== undefined && { guardian: holder.guardian }),
    ...(holder.representative !== undefined && { representative: holder.representative }),
    ...(user !== undefined && { user }),
  };
  const shown = parties[registrant]?.document?.kind;
  const born = normalizeBirthDate(holder.birthDate ?? '');
  const papers = { ...holder, ...subscription };
  const seen = shown ?? document?.kind;
  const ways =
    seen === undefined ? [] : rulesOf(inForce(verificationRules, at).value, { document: seen, channel });
  const isAskedForCode = ways.some((way) => way.method === method && way.measures.includes('code'));
  return {
    at,
    holder: holder.kind,
    use,
    payment,
    channel,
    registrant,
    document: document?.kind,
    ...(shown !== undefined && { registrantDocument: shown }),
    isLegalRepresentative: holder.representedBy === 'legal-representative',
    documentExpiresOn: document?.expiresOn,
    birthDate: born.ok ? born.value : undefined,
    numbersHeld,
    papers: PAPERS.filter((paper) => papers[paper] !== undefined),
    hasCode: isAskedForCode,
    method,
  };
};

/** Where in a record each reason lies (RFC 6901): where `checkRecord` finds the same thing, there. */
export const REASON_POINTERS: Readonly<Record<RegistrationReason, string>> = {
  ONLINE_LIMIT: '/subscription/channel',
  CONTRACT_ELSEWHERE: '/subscription/channel',
  CONTRACT_MISSING: '/subscription/contract',
  CONFIRMATION_MISSING: '/subscription/confirmation',
  CODE_MISSING: '/method',
  DOCUMENT_NOT_ALLOWED: '/holder/document/kind',
  DOCUMENT_EXPIRED: '/holder/document',
  METHOD_NOT_ALLOWED: '/method',
  REGISTRANT_NOT_ALLOWED: '/holder',
  HOLDER_KIND_WRONG: '/holder/kind',
  GUARDIAN_NEEDED: '/holder/guardian',
  CONSENT_MISSING: '/holder/guardianConsent',
  RELATIONSHIP_UNPROVEN: '/holder/relationshipProof',
  AUTHORISATION_MISSING: '/holder/authorisation',
};
