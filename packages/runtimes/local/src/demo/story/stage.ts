import type { DemoClient, IssuedParcel } from '../client.ts';
import type { DemoParcel } from '../parcels.ts';

/** What the chapters of the story act upon: one parcel, and whoever has to do with it. */
export interface Stage {
  readonly api: DemoClient;
  /** As the order system knows it. */
  readonly parcel: DemoParcel;
  /** As the system answered it. */
  readonly issued: IssuedParcel;
  /** Does to labels and parcels what time does, as if it were so many days later. */
  readonly passDays: (days: number) => Promise<void>;
}

/** A chapter: its title, and how it goes. Throws where something goes otherwise than the story says. */
export interface Chapter {
  readonly title: string;
  readonly tell: (stage: Stage) => Promise<void>;
}

/** What the API says to a question: what was asked for, or a problem. */
export interface Told {
  readonly status: number;
  readonly code?: string;
  readonly title?: string;
  readonly fields?: unknown;
}

/** Asks as somebody. Throws where the answer has another status than the story expects. */
export const ask = async <Body = Told>(
  { api }: Stage,
  persona: string,
  path: string,
  {
    body,
    method = body === undefined ? 'GET' : 'POST',
    status = 200,
  }: {
    readonly body?: unknown;
    readonly method?: 'GET' | 'POST';
    readonly status?: number;
  } = {},
): Promise<Body> => {
  const answer = await api.as(persona).send<Body>(method, path, body);
  if (answer.status !== status)
    throw new Error(`${persona} got ${answer.status} and not ${status} from ${method} ${path}.`);
  return answer.body;
};

/** A refusal in the words that its reader gets. */
export const problem = ({ status, code, title }: Told): object => ({ status, code, title });

/** Scans the label as somebody. Throws where the scan is refused. */
export const scanLabel = async (
  stage: Stage,
  persona: string,
  event: string,
  more: object = {},
): Promise<void> => {
  const { results } = await ask<{ readonly results: readonly Told[] }>(stage, persona, '/v1/custody-events', {
    body: { events: [{ token: stage.issued.token, event, ...more }] },
  });
  if (results[0]?.status !== 200) throw new Error(`${persona} could not record ${event}.`);
};
