import type { SealedFieldName, RecordName } from './person.ts';

/** Where a sealed value belongs. */
export interface FieldPlace {
  readonly tenant: string;
  readonly personId: string;
  readonly record: RecordName;
  readonly field: SealedFieldName;
  /** The version of the record that the value was sealed with. */
  readonly version: number;
}

/**
 * The associated data of a sealed field: moved to another tenant, person, record or field, or shown as another version, the value
 * does not open. JSON, so that no two places read alike.
 */
export const fieldBinding = ({ tenant, personId, record, field, version }: FieldPlace): string =>
  JSON.stringify(['temkin/subscriber', tenant, personId, record, field, version]);
