import { inForce, type Clock } from '@temkin/kernel';
import {
  fieldsAnswered,
  identityWait,
  MATCHED_FIELDS,
  normalizeBirthDate,
  normalizeIdentityNumber,
  type FieldAnswer,
  type MatchedField,
  type PartyRecord,
  type VerificationWay,
} from '../domain/index.ts';
import type { AskedVerification } from './asked-verification.ts';
import type { VerificationPorts } from './ports.ts';

/** What is known of the fields, with what says so; `silent` where the source says nothing. */
export type SourceAnswer =
  | {
      readonly is: 'answered';
      readonly fields: Readonly<Partial<Record<MatchedField, FieldAnswer>>>;
      readonly reference?: string;
      /** What there was nothing to ask with, so that nobody was asked. */
      readonly lacking?: readonly MatchedField[];
      readonly answeredAt: number;
    }
  | { readonly is: 'silent' };

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The values that a source is asked with, as far as they stand in the record in a form to ask with. */
const valuesOf = (party: PartyRecord) => {
  const identity = party.identity && normalizeIdentityNumber(party.identity);
  const birthDate = normalizeBirthDate(party.birthDate ?? '');
  return {
    identity: identity?.ok === true ? identity.value : undefined,
    name: party.name,
    birthDate: birthDate.ok && DAY.test(birthDate.value) ? birthDate.value : undefined,
  };
};

/**
 * Asks the source of a way of verification; of papers, whoever had them before them has said it already. A record that lacks what is
 * asked with is asked for by nobody, and what it lacks is named. A source that fails is silent: why is for its operator, and quotes what it was asked.
 */
export const askSource =
  ({ identity, faces, clock }: VerificationPorts & { readonly clock: Clock }) =>
  async (
    tenant: string,
    questionId: string,
    {
      asked,
      way,
      party,
    }: { readonly asked: AskedVerification; readonly way: VerificationWay; readonly party: PartyRecord },
  ): Promise<SourceAnswer> => {
    const { source, fields } = way;
    if (source === 'papers') return { is: 'answered', fields: asked.compared ?? {}, answeredAt: clock.now() };
    const { identity: number, name, birthDate } = valuesOf(party);
    const isFaceless = fields.includes('face') && asked.face === undefined;
    if (number === undefined || name === undefined || birthDate === undefined || isFaceless) {
      const lacks = {
        identityNumber: number === undefined,
        name: name === undefined,
        birthDate: birthDate === undefined,
        face: isFaceless,
      };
      const lacking = MATCHED_FIELDS.filter((field) => lacks[field]);
      return { is: 'answered', fields: {}, lacking, answeredAt: clock.now() };
    }
    try {
      const face = asked.face === undefined ? undefined : await faces.open(tenant, asked.face);
      const signal = AbortSignal.timeout(inForce(identityWait, clock.now()).value);
      const answer = await identity.ask(
        {
          verificationId: questionId,
          tenant,
          source,
          identity: number,
          name,
          birthDate,
          ...(face !== undefined && { face }),
        },
        signal,
      );
      const known = fieldsAnswered(answer);
      if (known === undefined || answer.is === 'timeout' || answer.is === 'outage') return { is: 'silent' };
      return { is: 'answered', fields: known, reference: answer.reference, answeredAt: answer.answeredAt };
    } catch {
      return { is: 'silent' };
    }
  };
