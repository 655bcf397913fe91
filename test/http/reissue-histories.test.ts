import { systemRandom } from '@temkin/kernel';
import { shredDue } from '@temkin/parcel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groundwork } from '../../packages/runtimes/composition/src/groundwork.ts';
import { bringTo, issue, openCase, openShift, scan } from '../support/parcels.ts';
import { reissue } from '../support/reissues.ts';
import { testSystem } from '../support/system.ts';
import { problemIn } from '../support/tiny-application.ts';

const system = await testSystem();
const { clock, table } = system;
const { shiftId } = await openShift(system, 'shipper-an');
const ground = groundwork({ table, clock, rootKey: system.rootKeys.main, random: systemRandom });
const sweep = () => shredDue(ground)({ deadlineMilliseconds: clock.now() + 3_600_000 });

const HOUR = 3_600_000;

const OUT = { event: 'out-for-delivery', holder: { type: 'shift', id: shiftId } };
const IN = { event: 'arrived', holder: { type: 'facility', id: 'HN-BA-DINH' } };

const NAMES = { an: 'Nguyễn Văn An', bảo: 'Phạm Quốc Bảo' } as const;

const anyStep = fc.oneof(
  fc.record({ what: fc.constant('amend' as const), cod: fc.nat({ max: 9_999 }) }),
  fc.record({
    what: fc.constant('reissue' as const),
    cod: fc.nat({ max: 9_999 }),
    name: fc.constantFrom(...Object.values(NAMES)),
    kind: fc.constantFrom('sealed', 'opaque'),
  }),
  fc.record({
    what: fc.constant('scan' as const),
    move: fc.constantFrom(OUT, IN),
    by: fc.constantFrom('number', 'current', 'oldest'),
  }),
  fc.record({ what: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 20 }) }),
);

interface Token {
  readonly token: string;
  status: 'current' | 'dead' | { readonly until: number };
}

/** What an answer says of the parcel, or why it says nothing. */
const words = async (answer: Response) => {
  if (!answer.ok) return (await problemIn(answer)).code;
  const { fields } = (await answer.json()) as {
    readonly fields: {
      readonly recipient: { readonly name: string };
      readonly codAmountVnd: number;
    };
  };
  return { name: fields.recipient.name, cod: fields.codAmountVnd };
};

describe('whatever happens to a parcel and its labels', () => {
  it('one label is current, no dead one opens again, and all that open say the newest words, escrow too', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(anyStep, { minLength: 3, maxLength: 10 }),
        async (startsOut, steps) => {
          const parcel = await issue(system);
          const { parcelId } = parcel;
          await bringTo(system, parcel);
          const { caseId } = await openCase(system, { parcelId, kind: 'dispute', reason: 'lost' });
          const tokens: Token[] = [{ token: parcel.token, status: 'current' }];
          let newest: { name: string; cod: number } = { name: 'Nguyễn Thị Hạnh', cod: 420_000 };
          const misjudged: unknown[] = [];
          let isOut = startsOut;
          if (startsOut) await scan(system, 'order-system', [{ parcelId, ...OUT }]);

          const isInUse = ({ status }: Token): boolean =>
            status === 'current' || (status !== 'dead' && clock.now() < status.until);
          const superseded = () => tokens.find((one) => one.status !== 'current' && isInUse(one));
          const current = () => tokens.filter(({ status }) => status === 'current');

          const ask = (path: string, more: object) =>
            system.as('support-phuc').post(path, { ...more, purpose: 'dispute', caseId });

          for (const step of steps) {
            if (step.what === 'wait') {
              clock.advance(step.hours * HOUR);
              await sweep();
            } else if (step.what === 'amend') {
              const body = { codAmountVnd: step.cod };
              await system.as('order-system').post(`/v1/parcels/${parcelId}/amendments`, body);
              newest = { ...newest, cod: step.cod };
            } else if (step.what === 'reissue') {
              const { name, cod, kind } = step;
              const recipient = {
                name,
                phone: '0912345678',
                address: { street: 'Số 1', communeCode: '00004' },
              };
              const next = await reissue(system, parcel, { recipient, codAmountVnd: cod, kind });
              const worn = isOut ? (superseded() ?? current()[0]) : undefined;
              for (const one of tokens)
                if (one !== worn) one.status = 'dead';
                else if (one.status === 'current')
                  one.status = { until: (Math.floor(clock.now() / 1_000) + 24 * 3_600) * 1_000 };
              tokens.push({ token: next.token, status: 'current' });
              newest = { name, cod };
            } else {
              const { move, by } = step;
              const used = by === 'oldest' ? tokens[0] : current()[0];
              const named = by === 'number' ? { parcelId } : { token: used?.token };
              const [result] = await scan(system, 'order-system', [{ ...named, ...move }]);
              const isDead = by !== 'number' && used !== undefined && !isInUse(used);
              if ((result?.problem?.code === 'PARCEL.REVOKED') !== isDead) misjudged.push(used);
              if (result?.status === 200) {
                isOut = move === OUT;
                if (by !== 'number' && used?.status === 'current')
                  for (const one of tokens) if (one.status !== 'current') one.status = 'dead';
              }
            }
            expect(current()).toHaveLength(1);
            expect(misjudged).toEqual([]);
            for (const one of tokens)
              expect(await words(await ask('/v1/parcels/resolve', { token: one.token }))).toEqual(
                isInUse(one) ? newest : 'PARCEL.REVOKED',
              );
          }
          clock.advance(HOUR);
          expect(await words(await ask('/v1/parcels/open', { parcelId }))).toEqual(newest);
          expect(system.faults).toEqual([]);
        },
      ),
      { numRuns: 12 },
    );
  });
});
