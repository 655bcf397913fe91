import { toBase64Url } from '@temkin/kernel';
import { CALLER } from './certificate-chains.ts';
import { CALLEE, type OtherToken, type SipWorld } from './sip-world.ts';
import type { SipCall } from './programs.ts';

/** What each judge says of an identity. */
export interface Verdicts {
  /** secsipidx, or its library in Kamailio: 1 for yes, else its code; undefined where it is not asked. */
  readonly secsipidx: number | undefined;
  /** Codes of SIP: of Kamailio as its module's page has it, and as careful as it can be made. */
  readonly plain: number;
  readonly careful: number;
  /** Our verifier: 200, or the code of SIP and our word for the fault. */
  readonly ours: string;
}

/** An identity, and what is said of it. */
export interface Case {
  /** Goes on behind "an identity". */
  readonly title: string;
  /** What is other than in a call that is right. */
  readonly call: (world: SipWorld) => Promise<Partial<SipCall>>;
  readonly says: Verdicts;
  /** The code of secsipidx as a command, which looks at things in another order, where it is another. */
  readonly command?: number;
}

export const says = (
  secsipidx: Verdicts['secsipidx'],
  plain: number,
  careful: number,
  ours: string,
): Verdicts => ({ secsipidx, plain, careful, ours });

/** What all say of an identity that holds. */
export const accepted = says(1, 200, 200, '200');

/** The call of a case; what the case does not say is right. */
export const callOf = async ({ call }: Pick<Case, 'call'>, world: SipWorld): Promise<SipCall> => ({
  caller: `+${CALLER}`,
  callee: `+${CALLEE}`,
  date: new Date(),
  identities: [],
  ...(await call(world)),
});

/** A call with another token. */
export const token =
  (change: OtherToken): Case['call'] =>
  async ({ other }) => ({ identities: [await other(change)] });

/** Makes another token of the three parts of one. */
export type Rewriting = (header: string, payload: string, signature: string) => string;

/** A header with its token rewritten and not signed again. */
export const rewrite = (identity: string, change: Rewriting): string => {
  const [value = '', ...parameters] = identity.split(';');
  const [header = '', payload = '', signature = ''] = value.split('.');
  return [change(header, payload, signature), ...parameters].join(';');
};

/** A call with a header of ours, rewritten. */
export const rewritten =
  (change: Rewriting): Case['call'] =>
  async ({ minted }) => ({ identities: [rewrite(await minted(), change)] });

const bytesOf = (part: string): Uint8Array => Uint8Array.from(Buffer.from(part, 'base64url'));

/** Makes a token with another signature out of one. */
export const resigned =
  (change: (signature: Uint8Array) => Uint8Array): Rewriting =>
  (header, payload, signature) =>
    [header, payload, toBase64Url(change(bytesOf(signature)))].join('.');
