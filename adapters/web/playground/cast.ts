/** The playground: one workspace on the web platform, with its channels and the people to play. */
export const playground = { id: 'playground', name: 'Playground' } as const;

export interface CastChannel {
  readonly id: string;
  readonly about: string;
}

export interface CastPerson {
  readonly id: string;
  readonly name: string;
  /** IANA zone of the profile: what this person reads is shown in it */
  readonly zone: string;
  /** how the zone is named on the page */
  readonly place: string;
  /** share of questions that this person gets right when simulated */
  readonly skill: number;
}

export const channels: readonly [CastChannel, ...CastChannel[]] = [
  { id: 'backend', about: 'The daily challenge, and questions asked by hand' },
  { id: 'study-group', about: 'A quiet channel to try commands in' },
];

/** The first is the one you are unless you say otherwise; she manages the workspace. The others are simulated. */
export const people: readonly [CastPerson, ...CastPerson[]] = [
  { id: 'ana', name: 'Ana', zone: 'Europe/London', place: 'London', skill: 0.75 },
  { id: 'ben', name: 'Ben', zone: 'Europe/Berlin', place: 'Berlin', skill: 0.7 },
  { id: 'chidi', name: 'Chidi', zone: 'Africa/Lagos', place: 'Lagos', skill: 0.55 },
  { id: 'dana', name: 'Dana', zone: 'America/New_York', place: 'New York', skill: 0.8 },
];

/** The channel with this id, if the playground has it. */
export function channelById(id: unknown): CastChannel | undefined {
  return channels.find((channel) => channel.id === id);
}

/** The person with this id, if the playground has them. */
export function personById(id: unknown): CastPerson | undefined {
  return people.find((person) => person.id === id);
}
