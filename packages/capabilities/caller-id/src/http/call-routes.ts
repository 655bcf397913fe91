import { route, type Route } from '@temkin/http';
import { rfc3339 } from '@temkin/kernel';
import type { CallIntent } from '../domain/index.ts';
import type { cancelCall } from '../usecases/cancel-call.ts';
import type { declareCall } from '../usecases/declare-call.ts';
import type { NamedParcel } from '../usecases/ports.ts';
import type { readCall } from '../usecases/read-call.ts';
import { cancelCallSpec, declareCallSpec, readCallSpec } from './call-specs.ts';

export interface CallUsecases {
  readonly declareCall: ReturnType<typeof declareCall>;
  readonly readCall: ReturnType<typeof readCall>;
  readonly cancelCall: ReturnType<typeof cancelCall>;
}

const callView = ({ intentId, state, mode, declared, createdAt, ringBy, endedAt }: CallIntent) => ({
  intentId,
  state,
  mode,
  declared,
  createdAt: rfc3339(createdAt),
  expiresAt: rfc3339(ringBy),
  ...(endedAt !== undefined && { endedAt: rfc3339(endedAt) }),
});

/** The parcel that was named. Throws where the schema should have refused. */
const namedIn = (sent: { readonly token?: string; readonly waybillNumber?: string }): NamedParcel => {
  if (sent.token !== undefined) return { token: sent.token };
  if (sent.waybillNumber !== undefined) return { waybillNumber: sent.waybillNumber };
  throw new Error('the schema lets no nameless parcel through');
};

/** The routes by which shippers declare calls. */
export const callRoutes = (usecases: CallUsecases): readonly Route[] => [
  route(declareCallSpec, async ({ caller, body, seed }) => {
    const { mode, declared, calledAt } = body;
    const asked = {
      parcel: namedIn(body),
      ...(mode !== undefined && { mode }),
      ...(declared !== undefined && { declared }),
      ...(calledAt !== undefined && { calledAt: Date.parse(calledAt) }),
    };
    const call = await usecases.declareCall(caller, asked, seed);
    const { intentId, state, mode: made } = call.intent;
    return {
      body: {
        intentId,
        state,
        mode: made,
        ...(call.dial !== undefined && { dial: call.dial }),
        spokenCode: call.spokenCode,
        script: call.script,
        expiresAt: rfc3339(call.expiresAt),
      },
      receipt: call.receipt,
    };
  }),
  route(readCallSpec, async ({ caller, params }) => ({
    body: callView(await usecases.readCall(caller, params.intentId)),
  })),
  route(cancelCallSpec, async ({ caller, params }) => {
    const { call, receipt } = await usecases.cancelCall(caller, params.intentId);
    return { body: callView(call), ...(receipt !== undefined && { receipt }) };
  }),
];
