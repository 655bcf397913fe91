import { basisId } from './registry-specs.ts';

/** What a body says that it stands upon: one of the two. */
export const uponEither = { transactionId: basisId.exactOptional(), caseId: basisId.exactOptional() };

interface UponEither {
  readonly transactionId?: string | undefined;
  readonly caseId?: string | undefined;
}

export const isUponOne = (body: UponEither): boolean =>
  (body.transactionId === undefined) !== (body.caseId === undefined);

export const UPON_ONE = { error: 'Must name exactly one of transactionId and caseId.' };

/** The transaction or case that was named. Throws where the schema should have refused. */
export const basisIn = ({ transactionId, caseId }: UponEither): string => {
  const named = transactionId ?? caseId;
  if (named === undefined) throw new Error('the schema lets nothing through that stands upon nothing');
  return named;
};
