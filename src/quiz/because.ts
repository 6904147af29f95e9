import type { AreaOrder } from '../settings.ts';

/** Why a round's question was chosen, kept with the round and told by `/prep daily why`. */
export interface Because {
  /** epoch ms: when this channel had it before; absent if it never had */
  readonly repeatOf?: number;
  /** how its area stood among the channel's last `of` questions; absent if no other area could be had */
  readonly area?: { readonly order: AreaOrder; readonly came: number; readonly of: number };
  /** what was expected of its difficulty; absent for a repeat */
  readonly level?: {
    /** the expected share of right answers in this channel, 0 to 1 */
    readonly expected: number;
    /** the channel's own answers that it rests on, and how many of them were right */
    readonly answered: number;
    readonly right: number;
    /** another difficulty would have been aimed at, but none of its questions was left */
    readonly left?: true;
  };
}
