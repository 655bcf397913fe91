import { NoAnswer, ProblemError, type TemkinClient } from '@temkin/client';

/** Opens a scanned label: the fields of the door, or what to tell the person who scanned it. */
export const atTheDoor = async (temkin: TemkinClient, token: string) => {
  try {
    const { body } = await temkin.post('/v1/parcels/resolve', { body: { token, purpose: 'delivery' } });
    return body.fields;
  } catch (error) {
    if (error instanceof NoAnswer) return 'No connection. Try again outside.';
    if (!(error instanceof ProblemError)) throw error;
    if (error.code === 'PARCEL.NOT_IN_CUSTODY') return 'This parcel is not on your shift.';
    return `Refused: ${error.code ?? error.status}`;
  }
};
