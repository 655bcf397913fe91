import { route, type Route } from '@temkin/http';
import type { AmendmentChanges } from '../domain/index.ts';
import type { amendParcel } from '../usecases/amend-parcel.ts';
import { amendParcelSpec, type SentAmendment } from './amendment-specs.ts';
import { amendedView } from './views.ts';

export interface AmendmentUsecases {
  readonly amendParcel: ReturnType<typeof amendParcel>;
}

const windowIn = ({ deliveryWindow }: SentAmendment) =>
  deliveryWindow && { from: Date.parse(deliveryWindow.from), to: Date.parse(deliveryWindow.to) };

/** What was sent, by the groups in which it is sealed; groups without a change are absent. */
const changesIn = (sent: SentAmendment): AmendmentChanges => {
  const { recipient, substitute, codAmountVnd, handlingNote } = sent;
  const deliveryWindow = windowIn(sent);
  const groups: Required<AmendmentChanges> = {
    delivery: {
      ...recipient?.address,
      ...(substitute !== undefined && { substituteName: substitute?.name ?? null }),
      ...(deliveryWindow !== undefined && { deliveryWindow }),
    },
    payment: {
      ...(codAmountVnd !== undefined && { codAmountVnd }),
      ...(handlingNote !== undefined && { handlingNote }),
    },
    contact: { ...(recipient?.phone !== undefined && { recipientPhone: recipient.phone }) },
  };
  return Object.fromEntries(Object.entries(groups).filter(([, changes]) => Object.keys(changes).length > 0));
};

/** The route by which parcels are amended. */
export const amendmentRoutes = (usecases: AmendmentUsecases): readonly Route[] => [
  route(amendParcelSpec, async ({ caller, params, body, seed }) => {
    const { sortCode, caseId } = body;
    const amended = await usecases.amendParcel(
      caller,
      {
        ...params,
        changes: changesIn(body),
        ...(sortCode !== undefined && { sortCode }),
        ...(caseId !== undefined && { caseId }),
      },
      seed,
    );
    return { body: amendedView(amended), receipt: amended.receipt };
  }),
];
