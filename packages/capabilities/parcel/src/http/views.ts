import { communeByCode } from '@temkin/administrative-units';
import { rfc3339 } from '@temkin/kernel';
import type { Parcel } from '../domain/index.ts';
import type { AmendedParcel } from '../usecases/amend-parcel.ts';
import type { ShownFields } from '../usecases/hand-overs.ts';
import type { IssuedParcel } from '../usecases/issue-parcels.ts';
import type { ParcelReport } from '../usecases/read-parcel.ts';
import type { ReissuedParcel } from '../usecases/reissue-parcel.ts';
import type { Disclosure } from '../usecases/resolve-token.ts';
import type { RevokedParcel } from '../usecases/revoke-parcel.ts';
import { custodyView, placeView } from './custody-views.ts';

/** Names come from the register, also those of units that were renamed since the label was printed. */
const commune = (code: string) => {
  const found = communeByCode(code);
  return {
    communeCode: code,
    ...(found !== undefined && { communeName: found.name, provinceName: found.provinceName }),
  };
};

/** Where a parcel goes. */
export const routingView = ({ communeCode, sortCode }: Pick<Parcel, 'communeCode' | 'sortCode'>) => ({
  ...commune(communeCode),
  ...(sortCode !== undefined && { sortCode }),
});

/** A parcel as issuing answers it. */
export const issuedView = ({ parcel, token }: IssuedParcel) => ({
  parcelId: parcel.parcelId,
  waybillNumber: parcel.waybillNumber,
  labelId: parcel.labelId,
  kind: parcel.kind,
  token,
  state: 'issued' as const,
  routing: routingView(parcel),
  issuedAt: rfc3339(parcel.issuedAt),
});

/** A parcel under its new label. */
export const reissuedView = ({ parcel, token }: ReissuedParcel) => ({
  ...issuedView({ parcel, token }),
  state: parcel.state,
  ...(parcel.superseded !== undefined && { formerLabelUntil: rfc3339(parcel.superseded.until) }),
});

/** A parcel as its followers see it. */
export const reportView = ({ parcel, trail }: ParcelReport) => ({
  parcelId: parcel.parcelId,
  waybillNumber: parcel.waybillNumber,
  kind: parcel.kind,
  state: parcel.state,
  ...placeView(parcel),
  routing: routingView(parcel),
  issuedAt: rfc3339(parcel.issuedAt),
  custody: trail.map(custodyView),
});

/** A parcel that was revoked. */
export const revokedView = ({ parcel, finalFrom }: RevokedParcel) => ({
  parcelId: parcel.parcelId,
  waybillNumber: parcel.waybillNumber,
  state: 'revoked' as const,
  finalFrom: rfc3339(finalFrom),
});

/** What may be shown of what was opened. Telephone numbers are where two people released them, and no other line opens them. */
export const fieldsView = ({ delivery, payment, contact, sender, contents, handOver }: ShownFields) => ({
  ...((delivery !== undefined || contact !== undefined) && {
    recipient: {
      ...(delivery !== undefined && {
        name: delivery.recipientName,
        address: { street: delivery.street, ...commune(delivery.communeCode) },
      }),
      ...(contact !== undefined && { phone: contact.recipientPhone }),
    },
  }),
  ...(delivery !== undefined && {
    ...(delivery.substituteName !== undefined && { substitute: { name: delivery.substituteName } }),
    ...(delivery.deliveryWindow !== undefined && {
      deliveryWindow: {
        from: rfc3339(delivery.deliveryWindow.from),
        to: rfc3339(delivery.deliveryWindow.to),
      },
    }),
  }),
  ...((sender !== undefined || contact?.senderPhone !== undefined) && {
    sender: {
      ...(sender !== undefined && {
        name: sender.name,
        address: { street: sender.street, ...commune(sender.communeCode) },
      }),
      ...(contact?.senderPhone !== undefined && { phone: contact.senderPhone }),
    },
  }),
  ...payment,
  ...(contents !== undefined && { goods: contents }),
  ...(handOver !== undefined && { handOver }),
});

/** How far a parcel was amended, where it was. */
export const amendmentView = ({ amendmentVersion, amendedAt }: Parcel) =>
  amendmentVersion === undefined || amendedAt === undefined
    ? {}
    : { amendment: { version: amendmentVersion, amendedAt: rfc3339(amendedAt) } };

/** A parcel that was amended: names of fields, and no values. */
export const amendedView = ({ parcel, version, fields, amendedAt }: AmendedParcel) => ({
  parcelId: parcel.parcelId,
  waybillNumber: parcel.waybillNumber,
  version,
  changed: fields,
  amendedAt: rfc3339(amendedAt),
});

/** What a reader gets to see. */
export const disclosureView = ({ parcel, groups, fields, replacedUntil, warning }: Disclosure) => ({
  parcelId: parcel.parcelId,
  waybillNumber: parcel.waybillNumber,
  state: parcel.state,
  groups,
  fields: fieldsView(fields),
  ...amendmentView(parcel),
  ...(replacedUntil !== undefined && { labelReplaced: { opensUntil: rfc3339(replacedUntil) } }),
  ...(warning !== undefined && { warning }),
});
