import type { IssuedParcel, NewParcel, ProblemCode, TemkinClient } from '@temkin/client';

/** Issues the parcels of an order run. The run's name is the key: started anew after a crash, it issues none twice. */
export const issueRun = async (temkin: TemkinClient, run: string, parcels: readonly NewParcel[]) => {
  const { body } = await temkin.post('/v1/parcels/batch', { idempotencyKey: run, body: { parcels } });
  const issued: IssuedParcel[] = [];
  const refused: { index: number; code: ProblemCode; pointers: readonly string[] }[] = [];
  for (const result of body.results) {
    if ('parcel' in result) issued.push(result.parcel);
    else {
      const { code, errors = [] } = result.problem;
      refused.push({ index: result.index, code, pointers: errors.map(({ pointer }) => pointer) });
    }
  }
  return { issued, refused };
};
