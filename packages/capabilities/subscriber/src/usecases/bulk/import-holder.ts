import type { Change } from '@temkin/audit-event';
import { keyedHash } from '@temkin/crypto';
import type { Receipt } from '@temkin/kernel';
import {
  openFields,
  sealFields,
  storedHolder,
  type HolderRecord,
  type ImageKeys,
  type OpenPerson,
} from '../../domain/index.ts';
import type { Read, SealedPerson } from '../../store/record-item.ts';
import type { KnownHolder } from './compared-people.ts';
import type { ImportJob } from './import-surroundings.ts';
import { INDEXED_FIELDS } from '../indexed-fields.ts';
import { idFrom } from '../id-from.ts';
import { isPersonTooLarge } from '../record-room.ts';
import type { Registry } from '../registry.ts';

/** Writes of a transaction. */
export type Writes = ReturnType<NonNullable<Change['writes']>>;

/** A holder whose numbers a transaction brings. */
export interface ImportedHolder {
  readonly open: OpenPerson;
  readonly key: Uint8Array;
  readonly isNew: boolean;
  /** The version that the transaction makes of it. */
  readonly version: number;
  /** What makes it, or says that it was changed: who amends it meanwhile meets that. */
  readonly writes: (receipt: Receipt) => Writes;
  /** Whether there is no room for it. */
  readonly isTooLarge: boolean;
  /** As it is once that is done. */
  readonly become: (receipt: Receipt) => Read<SealedPerson>;
}

const KEY_BYTES = 32;

const FIRST_VERSION = 1;

/** Holders of rows of an import: one that the registry has, or one that the import makes, whose id is of the import and the holder alone. */
export const importHolder = ({ people, personKeys, random }: Registry) => {
  const known = (tenant: string, { person, key }: KnownHolder, at: number): ImportedHolder => {
    const { personId, clear, sealed } = person;
    const fields = openFields(key, { tenant, personId, record: 'person' }, sealed, INDEXED_FIELDS.person);
    const version = person.version + 1;
    return {
      open: { personId, kind: clear.kind, fields },
      key,
      isNew: false,
      version,
      isTooLarge: false,
      writes: (receipt) => [
        people.amendWrite(tenant, person, { sealed: {}, amendedAt: at, receipt }),
        personKeys.aliveCheck(tenant, personId),
      ],
      become: (receipt) => people.asRead(tenant, { ...person, amendedAt: at, version, receipt }),
    };
  };

  const made = async (
    job: ImportJob,
    holder: HolderRecord,
    named: string,
    at: number,
    images: ImageKeys,
  ): Promise<ImportedHolder> => {
    const { tenant } = job;
    const personId = ownPersonId(job, named);
    const key = random(KEY_BYTES);
    const { clear, texts } = storedHolder(holder, images);
    const place = { tenant, personId, record: 'person', version: FIRST_VERSION } as const;
    const person: Omit<SealedPerson, 'receipt'> = {
      personId,
      clear,
      sealed: sealFields(key, place, texts, random),
      recordedAt: at,
      version: FIRST_VERSION,
    };
    const keyWrite = await personKeys.putWrite(tenant, personId, key);
    return {
      open: { personId, kind: clear.kind, fields: texts },
      key,
      isNew: true,
      version: FIRST_VERSION,
      isTooLarge: isPersonTooLarge(tenant, at, person),
      writes: (receipt) => [people.putWrite(tenant, { ...person, receipt }), keyWrite],
      become: (receipt) => people.asRead(tenant, { ...person, receipt }),
    };
  };

  return { known, made };
};

/** The id that an import gives a holder whom nobody knows. */
export const ownPersonId = ({ naming }: Pick<ImportJob, 'naming'>, holderKey: string): string =>
  idFrom(keyedHash(naming, KEY_BYTES, 'holder', holderKey), 'person');
