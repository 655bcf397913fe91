import { inForce, type PolicyRecord } from '@temkin/kernel';

/** What can be wrong with a record. A `missing-` one is of a required field, by its name. */
export const FAULT_CODES = [
  'missing-name',
  'missing-birth-date',
  'missing-identity',
  'missing-address',
  'missing-msisdn',
  'missing-document',
  'missing-document-images',
  'missing-portrait',
  'missing-confirmation',
  'missing-point',
  'missing-registered-at',
  'missing-contract',
  'missing-service-start',
  'missing-state',
  'missing-service-end',
  'missing-guardian-consent',
  'missing-relationship-proof',
  'missing-authorisation',
  'malformed-name',
  'malformed-birth-date',
  'malformed-identity',
  'malformed-address',
  'malformed-msisdn',
  'malformed-document',
  'too-many-images',
  'identity-kind-not-allowed',
  'old-identity-number',
  'birth-date-disagrees',
  'sex-disagrees',
  'birth-date-in-future',
  'birth-date-implausible',
  'birth-date-without-day',
  'holder-is-a-child',
  'holder-is-no-child',
  'guardian-not-of-age',
  'document-expired',
  'portrait-without-time',
  'portrait-in-future',
  'time-in-future',
  'service-starts-before-registration',
  'service-ends-before-it-starts',
  'verified-before-registration',
  'commune-unknown',
] as const;

export type FaultCode = (typeof FAULT_CODES)[number];

/** One thing that is wrong, and where (RFC 6901). Never a value of the record. */
export interface RecordFault {
  readonly code: FaultCode;
  readonly pointer: string;
  /** The normalizer's own word, where it was one that found it. */
  readonly why?: string;
}

/**
 * How bad a defect of an imported row is. `severe`: the number is served without what the law wants to know, and the timeline
 * of wrong information begins (Decree 163/2024 Art 25.1). `moderate`: evidence is lacking and must be supplied. `slight`: all
 * is known, in a form that searches less well.
 */
export const GRADES = ['severe', 'moderate', 'slight'] as const;

export type Grade = (typeof GRADES)[number];

/** What a fault does. */
export interface FaultRule {
  /** To a registration, and to a row of a strict import. */
  readonly strict: 'refuse' | 'accept';
  /** To a row of an operator's old system: such a number is in service already, and a registry without it is unlawful too. */
  readonly legacy: 'refuse' | Grade;
  readonly source: string;
}

export const RECORD_MODES = ['strict', 'legacy'] as const;

export type RecordMode = (typeof RECORD_MODES)[number];

const rule = (strict: FaultRule['strict'], legacy: FaultRule['legacy'], source: string): FaultRule => ({
  strict,
  legacy,
  source,
});

const MATCHED = 'Decree 163/2024 Art 18.2.a, 25.1: number, name and birth date must match';
const COMPLETE = 'Decree 163/2024 Art 19, 25.1; Decree 174/2026 Art 34.3';
const TIMED = 'Decree 163/2024 Art 19: with date and hour; Decree 174/2026 Art 34.5.d';
const CENTRAL = 'Decree 163/2024 Art 22.2; Decree 174/2026 Art 34.11';
const UNKNOWABLE = 'Temkin: a record without its number is nobody’s';
const FORM = 'Temkin: nothing of it is wrong by law';

/** What each fault does, by date. */
export const faultRules: readonly PolicyRecord<Readonly<Record<FaultCode, FaultRule>>>[] = [
  {
    id: 'record-faults',
    source: 'Decree 163/2024 Art 16 to 25; Decree 174/2026 Art 34',
    validFrom: '2024-12-24',
    value: {
      'missing-name': rule('refuse', 'severe', MATCHED),
      'missing-birth-date': rule('refuse', 'severe', MATCHED),
      'missing-identity': rule('refuse', 'severe', MATCHED),
      'missing-address': rule('refuse', 'moderate', COMPLETE),
      'missing-msisdn': rule('refuse', 'refuse', UNKNOWABLE),
      'missing-document': rule('refuse', 'moderate', COMPLETE),
      'missing-document-images': rule('refuse', 'severe', COMPLETE),
      'missing-portrait': rule('refuse', 'severe', COMPLETE),
      'missing-confirmation': rule('refuse', 'moderate', 'Decree 163/2024 Art 21.1'),
      'missing-point': rule('refuse', 'moderate', COMPLETE),
      'missing-registered-at': rule('refuse', 'moderate', COMPLETE),
      'missing-contract': rule('refuse', 'severe', 'Decree 163/2024 Art 21.2; Decree 174/2026 Art 34.3'),
      'missing-service-start': rule('refuse', 'moderate', CENTRAL),
      'missing-state': rule('refuse', 'moderate', CENTRAL),
      'missing-service-end': rule('refuse', 'moderate', CENTRAL),
      'missing-guardian-consent': rule('refuse', 'severe', 'Decree 163/2024 Art 17.3'),
      'missing-relationship-proof': rule('refuse', 'severe', 'Decree 163/2024 Art 17.3'),
      'missing-authorisation': rule('refuse', 'severe', 'Decree 163/2024 Art 17.2.b'),
      'malformed-name': rule('refuse', 'severe', MATCHED),
      'malformed-birth-date': rule('refuse', 'severe', MATCHED),
      'malformed-identity': rule('refuse', 'severe', MATCHED),
      'malformed-address': rule('refuse', 'moderate', COMPLETE),
      'malformed-msisdn': rule('refuse', 'refuse', UNKNOWABLE),
      'malformed-document': rule('refuse', 'moderate', COMPLETE),
      'too-many-images': rule('refuse', 'slight', 'Temkin: no document has so many sides'),
      'identity-kind-not-allowed': rule('refuse', 'severe', 'Decree 163/2024 Art 17'),
      'old-identity-number': rule('refuse', 'severe', 'Law on Identification 26/2023 Art 46.2'),
      'birth-date-disagrees': rule('refuse', 'severe', MATCHED),
      'sex-disagrees': rule('refuse', 'severe', MATCHED),
      'birth-date-in-future': rule('refuse', 'severe', MATCHED),
      'birth-date-implausible': rule('refuse', 'severe', MATCHED),
      'birth-date-without-day': rule('accept', 'slight', FORM),
      'holder-is-a-child': rule('refuse', 'severe', 'Decree 163/2024 Art 17.3'),
      'holder-is-no-child': rule('refuse', 'moderate', 'Decree 163/2024 Art 17.3'),
      'guardian-not-of-age': rule('refuse', 'severe', 'Decree 163/2024 Art 17.3; Civil Code 91/2015 Art 49'),
      'document-expired': rule('refuse', 'moderate', 'Decree 163/2024 Art 17.1: a document in force'),
      'portrait-without-time': rule('refuse', 'severe', TIMED),
      'portrait-in-future': rule('refuse', 'severe', TIMED),
      'time-in-future': rule('refuse', 'moderate', CENTRAL),
      'service-starts-before-registration': rule(
        'refuse',
        'moderate',
        'Decree 163/2024 Art 20: no service before the registration',
      ),
      'service-ends-before-it-starts': rule('refuse', 'moderate', CENTRAL),
      'verified-before-registration': rule(
        'refuse',
        'moderate',
        'Decree 163/2024 Art 18: who registers is verified',
      ),
      'commune-unknown': rule('accept', 'slight', FORM),
    },
  },
];

/** A fault and how bad it is. */
export interface Defect extends RecordFault {
  readonly grade: Grade;
}

/** What faults do to a record: those that keep it out, and the defects that it comes in with. */
export interface JudgedRecord {
  readonly refused: readonly RecordFault[];
  readonly defects: readonly Defect[];
}

const nameOf = ({ code, pointer }: RecordFault): string => `${pointer} ${code}`;

/**
 * Which faults of a record as it would be are a change's: those that it did not have before, and those of what is touched. What was wrong
 * before and is not touched does not keep the rest from being changed.
 *
 * @param touched pointers to what changes
 */
export const faultsBrought = <Fault extends RecordFault>(
  before: readonly RecordFault[],
  after: readonly Fault[],
  touched: readonly string[],
): readonly Fault[] => {
  const known = new Set(before.map(nameOf));
  return after.filter(
    (fault) =>
      !known.has(nameOf(fault)) || touched.some((pointer) => `${fault.pointer}/`.startsWith(`${pointer}/`)),
  );
};

/** Judges the faults of a record by the policy in force. A record comes in where none is refused. */
export const judgeRecord = (
  faults: readonly RecordFault[],
  mode: RecordMode,
  atMilliseconds: number,
): JudgedRecord => {
  const rules = inForce(faultRules, atMilliseconds).value;
  const refused = faults.filter(({ code }) => rules[code][mode] === 'refuse');
  const defects = faults.flatMap((fault) => {
    const { strict, legacy } = rules[fault.code];
    if (legacy === 'refuse' || (mode === 'strict' && strict === 'refuse')) return [];
    return [{ ...fault, grade: legacy }];
  });
  return { refused, defects };
};
