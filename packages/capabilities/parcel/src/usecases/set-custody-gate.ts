import { vietnamDay, type Caller, type Receipt } from '@temkin/kernel';
import { GATE_LIMIT, type GateSetting } from '../domain/index.ts';
import type { CustodyGateStore } from '../store/custody-gate-store.ts';
import type { Directory, Surroundings } from './ports.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

const isSame = (a: GateSetting | undefined, b: GateSetting): boolean =>
  a?.mode === b.mode && a.facility === b.facility && a.role === b.role && a.validFrom === b.validFrom;

/**
 * Adds a setting to the tenant's gate of custody; former ones stay on file. It may be tightened from today on, and loosened
 * from tomorrow on, so that others see it coming. Setting what was set last changes nothing. Refuses
 * `PARCEL.DATE_INVALID`, `PARCEL.FACILITY_UNKNOWN` and `PARCEL.GATE_FULL`.
 */
export const setCustodyGate =
  ({
    recorder,
    clock,
    directory,
    gates,
  }: Pick<Surroundings, 'recorder' | 'clock'> & {
    readonly directory: Directory;
    readonly gates: CustodyGateStore;
  }) =>
  (
    caller: Caller,
    setting: GateSetting,
  ): Promise<{ readonly settings: readonly GateSetting[]; readonly receipt?: Receipt }> => {
    const { tenant } = caller.principal;
    return untilSettled(async () => {
      const { facility, mode, validFrom } = setting;
      if (facility !== undefined && (await directory.facility(tenant, facility)) === undefined)
        throw refuse('PARCEL.FACILITY_UNKNOWN');
      const gate = await gates.gate(tenant);
      const settings = gate?.settings ?? [];
      if (isSame(settings.at(-1), setting)) return { settings };
      const today = vietnamDay(clock.now());
      if (mode === 'enforce' ? validFrom < today : validFrom <= today) throw refuse('PARCEL.DATE_INVALID');
      if (settings.length >= GATE_LIMIT) throw refuse('PARCEL.GATE_FULL');
      const recorded = await recorder.commit(
        caller,
        {
          action: 'gate.set',
          outcome: 'allowed',
          resources: facility === undefined ? [] : [{ type: 'facility', pseudonym: facility }],
          change: mode,
        },
        { writes: ({ eventId }) => [gates.addSetting(tenant, gate, setting, eventId)] },
      );
      return recorded.outcome === 'committed'
        ? { settings: [...settings, setting], receipt: recorded.receipt }
        : undefined;
    });
  };
