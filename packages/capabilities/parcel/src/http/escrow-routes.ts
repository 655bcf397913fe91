import { route, type Route } from '@temkin/http';
import type { openParcel, Opening } from '../usecases/open-parcel.ts';
import { openParcelSpec } from './escrow-specs.ts';
import { nameIn } from './parcel-name.ts';
import { amendmentView, fieldsView, routingView } from './views.ts';

export interface EscrowUsecases {
  readonly openParcel: ReturnType<typeof openParcel>;
}

const openingView = ({ parcel, groups, shown, fields, communeCode, printedName }: Opening) => ({
  parcelId: parcel.parcelId,
  waybillNumber: parcel.waybillNumber,
  state: parcel.state,
  groups,
  shown,
  fields: fieldsView(fields),
  ...amendmentView(parcel),
  ...(communeCode !== undefined && { routing: routingView({ ...parcel, communeCode }) }),
  ...(printedName !== undefined && { print: { recipientName: printedName } }),
});

/** The one route by which escrow copies are opened. */
export const escrowRoutes = (usecases: EscrowUsecases): readonly Route[] => [
  route(openParcelSpec, async ({ caller, body }) => {
    const { purpose, caseId, reason } = body;
    const opening = await usecases.openParcel(caller, {
      parcel: nameIn(body),
      purpose,
      ...(caseId !== undefined && { caseId }),
      ...(reason !== undefined && { reason }),
    });
    return { body: openingView(opening), receipt: opening.receipt };
  }),
];
