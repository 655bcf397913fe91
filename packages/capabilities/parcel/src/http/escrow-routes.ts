import { route, type Route } from '@temkin/http';
import type { Parcel } from '../domain/index.ts';
import type { ReprintedLabel } from '../usecases/label-reprints.ts';
import type { openParcel, Opening } from '../usecases/open-parcel.ts';
import { openParcelSpec } from './escrow-specs.ts';
import { nameIn } from './parcel-name.ts';
import { amendmentView, fieldsView, routingView } from './views.ts';

export interface EscrowUsecases {
  readonly openParcel: ReturnType<typeof openParcel>;
}

/** An item of `POST /v1/labels`. */
const labelView = (
  { waybillNumber, communeCode, sortCode }: Parcel,
  { token, recipientName, street, codAmountVnd }: ReprintedLabel,
) => ({
  token,
  waybillNumber,
  recipient: { name: recipientName, address: { street, communeCode } },
  ...(sortCode !== undefined && { sortCode }),
  ...(codAmountVnd !== undefined && { codAmountVnd }),
});

const openingView = ({ parcel, groups, shown, fields, communeCode, label }: Opening) => ({
  parcelId: parcel.parcelId,
  waybillNumber: parcel.waybillNumber,
  state: parcel.state,
  groups,
  shown,
  fields: fieldsView(fields),
  ...amendmentView(parcel),
  ...(communeCode !== undefined && { routing: routingView({ ...parcel, communeCode }) }),
  ...(label !== undefined && { label: labelView(parcel, label) }),
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
