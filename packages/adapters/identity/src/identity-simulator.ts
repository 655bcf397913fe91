import { sameBytes, type Clock } from '@temkin/kernel';
import {
  identityText,
  normalizeName,
  type FieldAnswer,
  type IdentityAnswer,
  type IdentityNumber,
  type IdentityQuestion,
  type IdentityVerification,
} from '@temkin/subscriber/domain';

/** Somebody whom a simulated source knows. */
export interface KnownPerson {
  readonly identity: IdentityNumber;
  readonly name: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  /** Every face is theirs where absent. */
  readonly face?: Uint8Array;
}

/** `timeout`: it says nothing. `outage`: it cannot be reached. `answers-late`: it looks, and its answer is lost. */
export type SourceBehaviour = 'works' | 'timeout' | 'outage' | 'answers-late';

/** A source of identities in this process: it looks people up in a list. */
export interface IdentitySimulator extends IdentityVerification {
  /** Makes a person known to every source. */
  readonly know: (person: KnownPerson) => void;
  readonly forget: (identity: IdentityNumber) => void;
  readonly behave: (as: SourceBehaviour) => void;
  /** Questions that it looked at, in order; each once, however often it was asked. */
  readonly asked: readonly IdentityQuestion[];
}

const toldOf = (isSame: boolean): FieldAnswer => (isSame ? 'match' : 'mismatch');

const nameOf = (name: string): string => {
  const verdict = normalizeName(name, 'person');
  return verdict.ok ? verdict.value.search : name;
};

/** What a simulated source knows by itself. */
export interface IdentitySimulatorOptions {
  readonly clock: Clock;
  /** Believes what it is asked of whoever it was told nothing of; it says that it knows no such person where absent. */
  readonly isBelieving?: true;
}

/** Simulates the sources of identities. It answers one question always the same. */
export const identitySimulator = ({ clock, isBelieving }: IdentitySimulatorOptions): IdentitySimulator => {
  const people = new Map<string, KnownPerson>();
  const answers = new Map<string, { readonly question: IdentityQuestion; readonly answer: IdentityAnswer }>();
  let behaviour: SourceBehaviour = 'works';

  const look = ({ identity, name, birthDate, face }: IdentityQuestion): IdentityAnswer => {
    const said = { reference: `simulated-${answers.size + 1}`, answeredAt: clock.now() };
    const known = people.get(identityText(identity));
    if (known === undefined && isBelieving) {
      const match = { identityNumber: 'match', name: 'match', birthDate: 'match' } as const;
      return {
        is: 'answered',
        ...said,
        fields: { ...match, face: face === undefined ? 'not-told' : 'match' },
      };
    }
    if (known === undefined) return { is: 'unknown', ...said };
    return {
      is: 'answered',
      ...said,
      fields: {
        identityNumber: 'match',
        name: toldOf(nameOf(known.name) === nameOf(name)),
        birthDate: toldOf(known.birthDate === birthDate),
        face:
          face === undefined ? 'not-told' : toldOf(known.face === undefined || sameBytes(known.face, face)),
      },
    };
  };

  return {
    know: (person) => void people.set(identityText(person.identity), person),
    forget: (identity) => void people.delete(identityText(identity)),
    behave: (as) => {
      behaviour = as;
    },
    get asked() {
      return [...answers.values()].map(({ question }) => question);
    },
    ask: async (question, signal) => {
      if (behaviour === 'outage' || signal.aborted) return { is: 'outage' };
      if (behaviour === 'timeout') return { is: 'timeout' };
      const again = answers.get(question.verificationId);
      const answer = again?.answer ?? look(question);
      answers.set(question.verificationId, { question, answer });
      return behaviour === 'answers-late' ? { is: 'timeout' } : answer;
    },
  };
};
