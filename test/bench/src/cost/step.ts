import type { FunctionName } from '../../../../cdk/functions.ts';
import type { Tally } from './tally.ts';

/** Runs of a function: how many, and how long all of them together. */
export interface Run {
  readonly function: FunctionName;
  readonly times: number;
  readonly milliseconds: number;
}

/** What one parcel's share of a step is. */
export interface Step {
  readonly name: string;
  /** Which request, and how many parcels share it. */
  readonly how: string;
  /** Through CloudFront, the firewall and the HTTP API. */
  readonly httpRequests: number;
  readonly answerBytes: number;
  readonly store: Tally;
  readonly run: Run;
}

/** A parcel that is followed to its end. */
export interface Followed {
  readonly parcelId: string;
  readonly token: string;
}
