import { z } from 'zod';

/** When an answer is shown: at the first pick; at the reveal, or before it to whoever locks in; or to nobody before the reveal. */
export const feedbackModes = ['at once', 'at reveal', 'strict'] as const;
export type FeedbackMode = (typeof feedbackModes)[number];

/** In which proportion a channel's questions come from the areas: all alike, or leaning on an order's first ones. */
export const areaOrders = ['even', 'learning', 'demand'] as const;
export type AreaOrder = (typeof areaOrders)[number];

/** This many asked questions of a channel's day count; later ones are practice. */
export const countedADay = 3;

/** How Prep behaves in a channel; what is not said has the default. */
export const channelSettings = z.object({
  /** of the daily challenge; asked questions are always answered at once */
  feedback: z.enum(feedbackModes).default('at reveal'),
  /** may the reveal name those who were right */
  names: z.enum(['shown', 'hidden']).default('shown'),
  /** who may change the daily challenge and these settings; `platform` is the platform's own default */
  managers: z.enum(['platform', 'anyone', 'managers']).default('platform'),
  /** which questions score on the board: the daily challenge and the first three asked a day, or the daily challenge alone */
  counts: z.enum(['daily and asked', 'daily']).default('daily and asked'),
  areas: z.enum(areaOrders).default('even'),
});

export type ChannelSettings = z.infer<typeof channelSettings>;
/** As stored: only what was changed. */
export type StoredSettings = Partial<ChannelSettings>;
