import {
  keyOf,
  numberOf,
  optional,
  partsOf,
  relyOn,
  textOf,
  type Item,
  type Table,
  type Write,
} from '@temkin/storage';
import type { GatedRole, GateMode, GateSetting, Read } from '../domain/index.ts';

/** A tenant's settings in the order in which they were made. */
export interface CustodyGate {
  readonly settings: readonly GateSetting[];
}

/** Reads of one reader on one day at one facility under a gate that does not enforce. */
export interface GatedReads {
  readonly facility: string;
  readonly role: GatedRole;
  readonly reads: number;
  readonly wouldHaveRefused: number;
}

/** Whose reads are counted, and where. */
export interface GatedReader {
  readonly tenant: string;
  /** `YYYY-MM-DD`, Vietnam time. */
  readonly day: string;
  readonly facility: string;
  readonly role: GatedRole;
  readonly reader: string;
}

const DAY_SECONDS = 86_400;

/** How long counts are kept: a report goes back so far. */
export const COUNTED_DAYS = 100;

const PAGE_LIMIT = 1_000;

const gateKey = (tenant: string) => keyOf('parcels', 'custodyGate', { tenant });

const toSetting = (item: Item): GateSetting => {
  const [facility, role] = [optional(textOf, item, 'facility'), optional(textOf, item, 'role')];
  return {
    mode: textOf(item, 'mode') as GateMode,
    ...(facility !== undefined && { facility }),
    ...(role !== undefined && { role: role as GatedRole }),
    validFrom: textOf(item, 'validFrom'),
  };
};

/** The gate of custody: one item of settings per tenant, and counts per reader and day where it does not enforce. */
export const custodyGateStore = (table: Table) => ({
  /** Undefined where nothing was ever set. */
  gate: async (tenant: string): Promise<Read<CustodyGate> | undefined> => {
    const item = await table.get(gateKey(tenant));
    return (
      item && {
        settings: (item.settings as readonly Item[]).map(toSetting),
        reliedOn: relyOn(gateKey(tenant), numberOf(item, 'version')),
      }
    );
  },

  /** Refused where the settings are no longer as they were read. */
  addSetting: (
    tenant: string,
    gate: Read<CustodyGate> | undefined,
    setting: GateSetting,
    eventId: string,
  ): Write => ({
    kind: 'put',
    key: gateKey(tenant),
    item: {
      settings: [...(gate?.settings ?? []), setting].map((one) => ({ ...one })),
      eventId,
      version: (gate?.reliedOn.version ?? 0) + 1,
    },
    condition:
      gate === undefined ? 'absent' : [{ attribute: 'version', is: 'equal', to: gate.reliedOn.version }],
  }),

  countRead: ({ tenant, day, facility, role, reader }: GatedReader, wouldHaveRefused: boolean): Write => ({
    kind: 'update',
    key: keyOf('parcels', 'gatedReads', { tenant, day, facility, role, reader }),
    set: { expiresAtSeconds: Date.parse(day) / 1_000 + COUNTED_DAYS * DAY_SECONDS },
    add: { reads: 1, wouldHaveRefused: wouldHaveRefused ? 1 : 0 },
  }),

  /** The counts of a day, of one facility or all. */
  gatedReads: async (tenant: string, day: string, facility?: string): Promise<readonly GatedReads[]> => {
    const parts = { tenant, day, facility: facility ?? '', role: '', reader: '' };
    const { partition, sort } = keyOf('parcels', 'gatedReads', parts);
    const found: GatedReads[] = [];
    let after: string | undefined;
    do {
      const page = await table.query({
        table: 'parcels',
        partition,
        ...(facility !== undefined && { prefix: sort.slice(0, sort.indexOf('#') + 1) }),
        limit: PAGE_LIMIT,
        ...(after !== undefined && { after }),
      });
      for (const { sort: counted, item } of page.items) {
        const named = partsOf('parcels', 'gatedReads', { partition, sort: counted });
        if (named === undefined) throw new Error('counts of reads have another key');
        found.push({
          facility: named.facility,
          role: named.role as GatedRole,
          reads: numberOf(item, 'reads'),
          wouldHaveRefused: numberOf(item, 'wouldHaveRefused'),
        });
      }
      after = page.next;
    } while (after !== undefined);
    return found;
  },
});

export type CustodyGateStore = ReturnType<typeof custodyGateStore>;
